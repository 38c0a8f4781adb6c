package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import com.netflix.appinfo.InstanceInfo.PortType;
import dev.weft.mesh.model.Endpoint;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class InstanceMappingTests {

    private final InstanceMapping mapping = new InstanceMapping();

    @Test
    void endpointWhenMetadataSaysSoHasVersionZoneWeightAndPriority() {
        Endpoint endpoint =
                mapping.endpoint(instance(Map.of("version", "v2", "zone", "b", "weight", " 7 ", "priority", "1")));

        assertThat(endpoint.version()).isEqualTo("v2");
        assertThat(endpoint.zone()).isEqualTo("b");
        assertThat(endpoint.weight()).isEqualTo(7);
        assertThat(endpoint.priority()).isEqualTo(1);
        assertThat(endpoint.label("weight")).isEqualTo(" 7 ");
        assertThat(mapping.ignored()).isZero();
    }

    @Test
    void endpointWhenMetadataIsEmptyHasDefaults() {
        Endpoint endpoint = mapping.endpoint(instance(Map.of()));

        assertThat(endpoint)
                .isEqualTo(new Endpoint("id", "host", 8080, false, Endpoint.Status.UP, null, null, 1, 0, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "many", "99999999999", "1000001", "#{T(java.lang.Runtime)}", "${weight}"})
    void endpointWhenTheWeightIsGarbageIgnoresItAndSaysSoOnce(String weight, CapturedOutput output) {
        assertThat(mapping.endpoint(instance(Map.of("weight", weight))).weight())
                .isEqualTo(1);
        mapping.endpoint(instance(Map.of("weight", weight)));

        assertThat(mapping.ignored()).isEqualTo(2);
        assertThat(output).containsOnlyOnce("The weight of id is ignored");
    }

    @ParameterizedTest
    @EnumSource(InstanceStatus.class)
    void endpointWhateverTheStatusHasTheSame(InstanceStatus status) {
        InstanceInfo instance = instance(Map.of());
        instance.setStatus(status);

        assertThat(mapping.endpoint(instance).status().name()).isEqualTo(status.name());
    }

    @Test
    void endpointWhenTheSecurePortIsOnDialsThatOne() {
        InstanceInfo instance = new InstanceInfo.Builder(instance(Map.of()))
                .setSecurePort(8443)
                .enablePort(PortType.SECURE, true)
                .build();

        assertThat(mapping.endpoint(instance).secure()).isTrue();
        assertThat(mapping.endpoint(instance).port()).isEqualTo(8443);
    }

    @Test
    void endpointWhenItHasNoPortIsNone(CapturedOutput output) {
        InstanceInfo instance =
                new InstanceInfo.Builder(instance(Map.of())).setPort(0).build();

        assertThat(mapping.endpoint(instance)).isNull();
        assertThat(mapping.ignored()).isEqualTo(1);
        assertThat(output).contains("The instance of id is ignored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "http://host", "host:80", "host/path", "#{T(java.lang.Runtime)}"})
    void endpointWhenItsHostIsNoneIsNone(String host, CapturedOutput output) {
        assertThat(mapping.endpoint("id", host, 80, false, Endpoint.Status.UP, null, Map.of()))
                .isNull();
        assertThat(mapping.ignored()).isEqualTo(1);
        assertThat(output).contains("The instance of id is ignored");
    }

    @Test
    void endpointWhenMetadataLooksLikeExpressionsTakesItAsText() {
        Map<String, String> metadata = Map.of("version", "#{1 + 1}", "zone", "${user.home}", "track", "#{null}");

        Endpoint endpoint = mapping.endpoint(instance(metadata));

        assertThat(endpoint.version()).isEqualTo("#{1 + 1}");
        assertThat(endpoint.zone()).isEqualTo("${user.home}");
        assertThat(endpoint.label("track")).isEqualTo("#{null}");
    }

    @Test
    void endpointWhenTheIdHasLineBreaksKeepsThemOutOfTheLog(CapturedOutput output) {
        mapping.endpoint("id\n2026 ERROR forged", "host", 0, false, Endpoint.Status.UP, null, Map.of());

        assertThat(output).contains("id?2026 ERROR forged");
    }

    private static InstanceInfo instance(Map<String, String> metadata) {
        return InstanceInfo.Builder.newBuilder()
                .setAppName("petdetails")
                .setInstanceId("id")
                .setHostName("host")
                .setPort(8080)
                .setStatus(InstanceStatus.UP)
                .setMetadata(metadata)
                .build();
    }
}
