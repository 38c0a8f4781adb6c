package dev.weft.meshctl.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.meshctl.Failure;
import org.junit.jupiter.api.Test;

class DocumentFilesTests {

    private final DocumentFiles files = new DocumentFiles();

    @Test
    void addWhenFileIsOfOneServiceKeepsItsTextAsItIs() {
        String text = "# why\nservices:\n  a: { timeout: 1s }\n---\nmesh.services.a.routes: []\n";

        files.add("a.yml", text);

        assertThat(files.documents()).containsExactly(new ServiceDocument("a", text, "a.yml", 0));
    }

    @Test
    void addWhenDocumentsAreOfSeveralServicesKeepsTheTextOfEach() {
        files.add(
                "all.yml",
                "services: { a: { timeout: 1s } } # a\n---\n# of b\nmesh:\n  services:\n    b: { timeout: 2s }\n...\n");

        assertThat(files.documents())
                .containsExactly(
                        new ServiceDocument("a", "services: { a: { timeout: 1s } } # a\n", "all.yml", 0),
                        new ServiceDocument(
                                "b", "---\n# of b\nmesh:\n  services:\n    b: { timeout: 2s }\n", "all.yml", 1));
    }

    @Test
    void addWhenOneDocumentIsOfSeveralServicesWritesOneForEach() {
        files.add(
                "all.yml",
                "services:\n  a: { timeout: 1s }\n  b:\n    routes:\n      - to: [ { version: '1.10' } ]\nmesh.services.a.retry: { attempts: 1 }\n");

        assertThat(files.documents()).extracting(ServiceDocument::service).containsExactly("a", "b");
        assertThat(files.documents())
                .extracting(ServiceDocument::text)
                .containsExactly(
                        "mesh.services.a.retry: {attempts: 1}\nmesh.services.a: {timeout: 1s}\n",
                        "mesh.services.b:\n  routes:\n    - to: [{version: '1.10'}]\n");
    }

    @Test
    void addWhenHttpRouteHasSeveralParentsGivesEachItsOwn() {
        files.add("route.yml", """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: { name: both }
                spec:
                  parentRefs:
                    - { group: "", kind: Service, name: a }
                    - { group: "", kind: Service, name: b }
                  rules: [ { backendRefs: [ { name: a, port: 80 } ] } ]
                """);

        assertThat(files.documents()).extracting(ServiceDocument::service).containsExactly("a", "b");
        assertThat(files.documents())
                .extracting(ServiceDocument::text)
                .allSatisfy(text -> assertThat(text).contains("kind: HTTPRoute").containsOnlyOnce("kind: Service"));
    }

    @Test
    void addWhenSeveralFilesSpeakOfAServiceJoinsThem() {
        files.add("1.yml", "services: { a: { timeout: 1s } }");
        files.add("2.yml", "mesh.services.a.routes: []\n");

        assertThat(files.documents())
                .containsExactly(new ServiceDocument(
                        "a",
                        "services: { a: { timeout: 1s } }\n---\nmesh.services.a.routes: []\n",
                        "1.yml, 2.yml",
                        -1));
    }

    @Test
    void addWhenTextCantBeUsedSaysWhere() {
        assertThatThrownBy(() -> files.add("a.yml", "services:\n  a: [ 1\n"))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("a.yml:3:1: ");
        assertThatThrownBy(() -> files.add("a.yml", "# nothing\n---\nkind: Service\n"))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("a.yml:3: no rules of a service (expected:");
        assertThatThrownBy(() -> files.add("a.yml", "mesh:\n  egress: { mode: deny }\n"))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("a.yml:2: egress (expected:");
    }
}
