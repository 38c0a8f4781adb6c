package dev.weft.mesh.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryPeerTests {

    @ParameterizedTest
    @ValueSource(
            strings = {"http://mesh:s3cret@host name:8761/eureka/", "http://mesh:s3cret@[::1", "ftp://mesh:s3cret@host/"
            })
    void ofWhenTheUrlIsNoneKeepsItsCredentialsToItself(String url) {
        assertThatThrownBy(() -> RegistryPeer.of(url, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: http://host:port/eureka/")
                .hasNoCause()
                .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cret"));
    }

    @Test
    void toStringWhenTheUrlHasCredentialsLeavesThemOut() {
        assertThat(RegistryPeer.of("http://mesh:s3cret@host:8761/eureka/", null))
                .hasToString("http://host:8761");
    }
}
