package dev.weft.registry.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.store.Origin;
import dev.weft.registry.store.Revision;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForeignRoutesTests {

    private static final ServiceName CATS = ServiceName.of("cats");
    private static final ServiceName DOGS = ServiceName.of("dogs");
    private static final ServiceName PETS = ServiceName.of("pets");

    @Test
    void ofWhenSomeWereReadElsewhereHasThoseOnly() {
        ForeignRoutes foreign =
                ForeignRoutes.of("zoo", Map.of(CATS, kept("clinic"), DOGS, kept("zoo"), PETS, revision(null)));

        assertThat(foreign.namespaces()).containsExactly(Map.entry(CATS, "clinic"));
        assertThat(foreign.namespace(CATS)).isEqualTo("clinic");
        assertThat(foreign.namespace(DOGS)).isNull();
        assertThat(foreign.namespace(null)).isNull();
    }

    /** Nobody could ever write over it otherwise. */
    @Test
    void ofWhenADocumentIsNoHttpRouteLeavesItToWhoeverReadsSome() {
        assertThat(ForeignRoutes.of("zoo", Map.of(CATS, revision("{"), DOGS, revision("[]"), PETS, revision("")))
                        .namespaces())
                .isEmpty();
    }

    @Test
    void problemsWhenThereAreManyAreOneForEachNamespace() {
        ForeignRoutes foreign =
                ForeignRoutes.of("zoo", Map.of(CATS, kept("clinic"), DOGS, kept("clinic"), PETS, kept("farm")));

        assertThat(foreign.problems())
                .containsExactly(
                        "HTTPRoutes of namespace clinic are in force for cats and 1 more, and those of zoo are read here"
                                + " (expected: all registries read one namespace)",
                        "HTTPRoutes of namespace farm are in force for pets, and those of zoo are read here"
                                + " (expected: all registries read one namespace)");
    }

    /** Two routes, as a registry writes them. */
    private static Revision kept(String namespace) {
        String route = """
                {"kind":"HTTPRoute","metadata":{"name":"any","namespace":"%s"}}""".formatted(namespace);
        return revision(route + "\n---\n" + route);
    }

    private static Revision revision(@Nullable String document) {
        return new Revision(1, PETS, Origin.HTTP_ROUTES, "kubernetes", Instant.EPOCH, "", document, null, 0);
    }
}
