package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.check.DocumentReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceRoutesTests {

    private static final ServiceName PETS = ServiceName.of("pets");
    private static final ServiceName DOGS = ServiceName.of("dogs");
    private static final String OF_PETS = "{ group: '', kind: Service, name: pets }";

    @Test
    void ofWhenSeveralRoutesNameAServiceHasTheOldestFirst() {
        ServiceRoutes its = of(
                        route("b", "2026-02-01T00:00:00Z", OF_PETS, ""),
                        route("c", "2026-01-01T00:00:00Z", OF_PETS, ""),
                        route("a", "2026-02-01T00:00:00Z", OF_PETS, ""))
                .get(PETS);

        assertThat(its.routes()).containsExactly("c", "a", "b");
        assertThat(its.text()).containsSubsequence("to-c", "to-a", "to-b");
        assertThat(its.refused()).isEmpty();
    }

    @Test
    void ofWhenARouteNamesSeveralServicesSaysToEachWhatIsItsOnly() {
        Map<ServiceName, ServiceRoutes> services =
                of(route("both", "2026-01-01T00:00:00Z", OF_PETS + ", " + OF_PETS.replace("pets", "dogs"), ""));

        assertThat(services.get(PETS).text()).contains("\"name\":\"pets\"").doesNotContain("\"name\":\"dogs\"");
        assertThat(services.get(DOGS).text()).contains("\"name\":\"dogs\"").doesNotContain("\"name\":\"pets\"");
    }

    @Test
    void ofWhenHostnamesAreForAGatewayBesideLeavesThemOut() {
        String hosts = "hostnames: [ pets.example.com ],";

        assertThat(of(route("both", "2026-01-01T00:00:00Z", "{ name: edge }, " + OF_PETS, hosts))
                        .get(PETS)
                        .text())
                .doesNotContain("example.com")
                .doesNotContain("edge");
        assertThat(of(route("alone", "2026-01-01T00:00:00Z", OF_PETS, hosts))
                        .get(PETS)
                        .refused()
                        .get("alone"))
                .contains("hostnames for a Service");
    }

    @Test
    void ofWhenOneOfAServicesRoutesIsBadHasNoneOfThem() {
        ServiceRoutes its = of(
                        route("good", "2026-01-01T00:00:00Z", OF_PETS, ""),
                        route("bad", "2026-01-01T00:00:00Z", OF_PETS, "wait: 5,"))
                .get(PETS);

        assertThat(its.text()).isNull();
        assertThat(its.refused()).containsOnlyKeys("bad");
    }

    @Test
    void ofWhenAParentIsOfAnotherNamespaceOrNoNameLeavesItOutAndSaysWhy() {
        HttpRoute foreign = route(
                "foreign",
                "2026-01-01T00:00:00Z",
                "{ group: '', kind: Service, name: pets, namespace: zoo }, { group: '', kind: Service, name: '-' }",
                "");

        assertThat(of(foreign, route("ours", "2026-01-01T00:00:00Z", OF_PETS, ""))
                        .get(PETS)
                        .routes())
                .containsExactly("ours");
        assertThat(foreign.parents())
                .extracting(HttpRoute.Parent::problem)
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("a Service of namespace \"zoo\""),
                        problem -> assertThat(problem).contains("service name: \"-\""));
    }

    private static Map<ServiceName, ServiceRoutes> of(HttpRoute... routes) {
        return ServiceRoutes.of(List.of(routes), new DocumentReader());
    }

    private static HttpRoute route(String name, String created, String parents, String more) {
        return RouteStatusTests.route(
                "{ name: %s, namespace: clinic, creationTimestamp: '%s' }".formatted(name, created),
                """
                { %s parentRefs: [ %s ], rules: [ { backendRefs: [ { name: to-%s, port: 80 } ] } ] }""".formatted(more, parents, name));
    }
}
