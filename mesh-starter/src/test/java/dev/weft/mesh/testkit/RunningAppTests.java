package dev.weft.mesh.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Applications of one process, as a test of several has them. */
class RunningAppTests {

    @Test
    void applicationOnNettyWhenAnotherOneEndsServesOn() throws Exception {
        try (ConfigurableApplicationContext staying = RunningApp.start(WebApplicationType.REACTIVE, App.class)) {
            RunningApp.start(WebApplicationType.SERVLET, App.class).close();
            RunningApp.start(WebApplicationType.REACTIVE, App.class).close();

            assertThat(new RunningApp(staying).get("/actuator/health").statusCode())
                    .isEqualTo(200);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
