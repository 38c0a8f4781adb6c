package dev.weft.registry.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.ServiceName;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayeredTests {

    private static final ServiceName PETS = ServiceName.of("pets");
    private static final int LONGEST = 1 << 20;
    private static final String ROUTE = """
            {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "pets"},
             "spec": {"parentRefs": [{"group": "", "kind": "Service", "name": "pets"}],
                      "rules": [{"backendRefs": [{"name": "pets-v2", "port": 80}]}]}}""";

    @Test
    void ofWhenOnlyOneSideSaysSomethingIsThat() {
        assertThat(Layered.of(PETS, null, null)).isEqualTo(new Layered(null, null));
        assertThat(Layered.of(PETS, "services: {}", null)).isEqualTo(new Layered("services: {}", null));
        assertThat(Layered.of(PETS, null, ROUTE)).isEqualTo(new Layered(ROUTE, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "services: { pets: { timeout: 3s } }",
                "---\nservices:\n  pets:\n    timeout: 3s\n",
                "{\"services\":\t{\"pets\": {\"timeout\": \"3s\"}}}"
            })
    void ofWhenPeopleSayNothingOfRoutesHasBoth(String stored) {
        Layered both = Layered.of(PETS, stored, ROUTE);

        assertThat(both.hidden()).isNull();
        var rules = new DocumentReader().read("both", PETS, Objects.requireNonNull(both.text()));
        assertThat(rules.routes()).hasSize(1);
        assertThat(rules.timeouts().total()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void ofWhenPeopleHaveStoredAnHttpRouteHidesTheOthers() {
        Layered both = Layered.of(PETS, ROUTE.replace("v2", "v1"), ROUTE);

        assertThat(both.text()).contains("pets-v1").doesNotContain("pets-v2");
        assertThat(both.hidden()).contains("routes of its own");
    }

    @Test
    void ofWhenBothTogetherAreTooLongIsWhatPeopleHaveStored() {
        String stored = "services: { pets: { timeout: 3s } }\n#";
        String longest = stored + "x".repeat(LONGEST - stored.length());

        Layered both = Layered.of(PETS, longest, ROUTE);

        assertThat(both.text()).isEqualTo(longest);
        assertThat(both.hidden()).contains("beside what is stored", "1 MiB");
    }
}
