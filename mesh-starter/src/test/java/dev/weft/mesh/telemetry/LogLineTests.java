package dev.weft.mesh.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.RunningApp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** What stands in the log for a request, whichever thread works for it. */
@ExtendWith(OutputCaptureExtension.class)
class LogLineTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String[] HEADERS = {
        "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01", "x-request-id", "id-31"
    };

    private static final String IDS = "\\[" + TRACE + ",[0-9a-f]{16},id-31] ";

    private MisbehavingServer back;
    private ConfigurableApplicationContext front;

    @BeforeEach
    void startBack() {
        back = MisbehavingServer.start(Behaviour.ok("fine"));
    }

    @AfterEach
    void stop() {
        front.close();
        back.close();
        // Spring Boot leaves it behind for the next application in this process.
        System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
    }

    @Test
    void lineWhenAServletServesHasItsIdsOnEveryThread(CapturedOutput output) throws Exception {
        start(WebApplicationType.SERVLET);
        get("/blocking");
        get("/elsewhere");
        assertThat(line(output, "about to call")).containsPattern(IDS);
        assertThat(line(output, "at work")).containsPattern(IDS);
        assertThat(line(output, "in a future")).containsPattern(IDS);
    }

    @Test
    void lineWhenWebFluxServesHasItsIdsOnEveryThread(CapturedOutput output) throws Exception {
        start(WebApplicationType.REACTIVE);
        get("/reactive");
        get("/elsewhere");
        assertThat(line(output, "has called")).containsPattern(IDS);
        assertThat(line(output, "at work")).containsPattern(IDS);
        assertThat(line(output, "in a future")).containsPattern(IDS);
    }

    @Test
    void lineWhenVirtualThreadsServeHasItsIds(CapturedOutput output) throws Exception {
        start(WebApplicationType.SERVLET, "--spring.threads.virtual.enabled=true");
        assertThat(new RunningApp(front).get("/elsewhere", HEADERS).statusCode())
                .isEqualTo(200);
        assertThat(line(output, "at work")).contains(TRACE, ",id-31] ");
    }

    @Test
    void lineWhenLoggingIsStructuredHasItsIdsAsFields(CapturedOutput output) throws Exception {
        start(WebApplicationType.SERVLET, "--logging.structured.format.console=logstash");
        get("/blocking");
        assertThat(line(output, "about to call"))
                .startsWith("{")
                .contains("\"requestId\":\"id-31\"", "\"traceId\":\"" + TRACE + "\"", "\"spanId\":\"");
    }

    @Test
    void lineWhenTheRequestIsOverHasNoIds(CapturedOutput output) throws Exception {
        start(WebApplicationType.SERVLET);
        get("/blocking");
        new RunningApp(front).get("/blocking", "x-request-id", "id-32");
        assertThat(output.getOut().lines().filter(line -> line.contains("about to call")))
                .hasSize(2);
        assertThat(output.getOut().lines().filter(line -> line.contains("id-31")))
                .hasSize(1);
    }

    @Test
    void lineWhenACopyIsServedSaysSo(CapturedOutput output) throws Exception {
        start(WebApplicationType.SERVLET);
        new RunningApp(front).get("/elsewhere", "x-request-id", "id-33", "mesh-shadow", "true");
        new RunningApp(front).get("/blocking", "x-request-id", "id-34");
        assertThat(line(output, "at work")).contains(",id-33]shadow ");
        assertThat(line(output, "about to call")).contains(",id-34] ");
    }

    private void get(String path) throws Exception {
        assertThat(new RunningApp(front).get(path, HEADERS).statusCode()).isEqualTo(200);
    }

    private void start(WebApplicationType type, String... arguments) {
        front = RunningApp.start(type, TracingApp.class, arguments);
        front.getBean(FixedDirectory.class).put("back", back.endpoint("back-1"));
    }

    private static String line(CapturedOutput output, String words) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line \"" + words + "\" in\n" + output.getOut()));
    }
}
