package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyPathsTests {

    @Test
    void allWhenKeysStandInListsAndBelowNamesHasThemWithoutThose() {
        assertThat(KeyPaths.all())
                .contains(
                        "timeout",
                        "routes",
                        "routes.match.headers",
                        "routes.match.path",
                        "routes.matches.path",
                        "routes.to.weight",
                        "routes.request-headers.set",
                        "routes.mirror.percent",
                        "routes.fallback.to.service",
                        "retry.attempts",
                        "HTTPRoute.spec.rules.filters.urlRewrite.path.replaceFullPath")
                .allMatch(path -> path.matches("(HTTPRoute\\.[a-zA-Z.]+)|[a-z-]+(\\.[a-z-]+)*"));
    }
}
