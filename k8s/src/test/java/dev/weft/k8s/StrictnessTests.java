package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every document is one that an API server would take, field by field. */
@Tag("same-everywhere")
class StrictnessTests {

    @ParameterizedTest
    @EnumSource
    void readWhenDocumentIsOfKubernetesKnowsEveryField(Overlay overlay) {
        assertThat(overlay.manifests().documents())
                .filteredOn(document -> !Models.isCustom(document))
                .hasSizeGreaterThan(20)
                .allSatisfy(document -> assertThat(Models.read(document)).isNotNull());
    }

    @ParameterizedTest
    @EnumSource
    void problemsWhenResourceIsCustomAreNone(Overlay overlay) {
        Definitions definitions = Definitions.assumeThere();

        assertThat(overlay.manifests().customResources())
                .allSatisfy(resource -> assertThat(definitions.problems(resource))
                        .as("%s", resource)
                        .isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void documentsWhenBuiltHaveNamesOfTheirOwnInOneNamespace(Overlay overlay) {
        assertThat(overlay.manifests().documents())
                .extracting(document -> document.apiVersion() + document)
                .doesNotHaveDuplicates();
        assertThat(overlay.manifests().documents())
                .filteredOn(document -> !document.kind().equals("Namespace"))
                .allSatisfy(document ->
                        assertThat(document.at("metadata", "namespace")).isEqualTo("weft"));
        assertThat(overlay.manifests().all("Namespace"))
                .extracting(Document::name)
                .containsExactly("weft");
    }

    @Test
    void problemsWhenAnHttpRouteIsAsInTheDocumentationAreNone() throws IOException {
        String page = Files.readString(Path.of("../docs/kubernetes.md"));
        Document example = Document.parse(page.split("<<'END'\n|\nEND\n")[1]).get(0);

        assertThat(example.kind()).isEqualTo("HTTPRoute");
        assertThat(Definitions.assumeThere().problems(example)).isEmpty();
    }

    /** As the same page says. */
    @Test
    void problemsWhenAnHttpRouteSaysHowToRetryNameIt() {
        Document document = Document.parse("""
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: HTTPRoute
                        metadata: { name: pets }
                        spec: { rules: [ { retry: { attempts: 2 } } ] }
                        """).get(0);

        assertThat(Definitions.assumeThere().problems(document))
                .singleElement()
                .asString()
                .contains("retry");
    }

    @Test
    void readWhenFieldIsUnknownIsRefused() {
        Document document = Document.parse("""
                        apiVersion: policy/v1
                        kind: PodDisruptionBudget
                        metadata: { name: registry }
                        spec: { maxUnavailabel: 1 }
                        """).get(0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.read(document))
                .withMessageContaining("maxUnavailabel");
    }

    @Test
    void readWhenKindIsUnknownIsRefused() {
        Document document = Document.parse("{apiVersion: apps/v1, kind: Deploiment, metadata: {name: registry}}")
                .get(0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.read(document))
                .withMessageContaining("there is no apps/v1 Deploiment");
    }

    @Test
    void problemsWhenCustomFieldIsUnknownOrOutOfRangeAreNamed() {
        Document document = Document.parse("""
                        apiVersion: networking.gke.io/v1
                        kind: GCPBackendPolicy
                        metadata: { name: gateway }
                        spec:
                          targetRef: { group: "", kind: Service, name: gateway }
                          default: { timeOutSec: 30, connectionDraining: { drainingTimeoutSec: 3601 } }
                        """).get(0);

        assertThat(Definitions.assumeThere().problems(document))
                .anyMatch(problem -> problem.contains("timeOutSec"))
                .anyMatch(problem -> problem.contains("3600"))
                .hasSize(2);
    }
}
