package dev.weft.mesh.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

class ServletServerTests extends ServerContract {

    ServletServerTests() {
        super(WebApplicationType.SERVLET);
    }

    @Test
    void requestIdWhenSpringCallsTheHandlerLaterIsThere() throws Exception {
        assertThat(get("/callable", "x-request-id", "id-8").body()).isEqualTo("id-8");
    }
}
