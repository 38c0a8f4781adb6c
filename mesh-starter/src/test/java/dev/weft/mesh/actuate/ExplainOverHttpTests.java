package dev.weft.mesh.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.RunningApp;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The answer that people get to "how would this request be routed?", as JSON over HTTP. */
class ExplainOverHttpTests {

    private static final String EXPLAIN = "/actuator/mesh/explain";
    private ConfigurableApplicationContext context;

    @AfterEach
    void stop() {
        context.close();
    }

    private RunningApp start(WebApplicationType type) {
        String routes = "--mesh.services.petdetails.routes";
        context = RunningApp.start(
                type,
                App.class,
                "--spring.application.name=petservice",
                "--mesh.services.petdetails.timeout=2s",
                routes + "[0].name=beta",
                routes + "[0].match.headers.x-user-group=beta",
                routes + "[0].match.cookies.group=staff",
                routes + "[0].to[0].version=v2",
                routes + "[0].rewrite.path=/rewritten",
                routes + "[0].request-headers.set.x-api-key=s3cret",
                routes + "[1].name=everybody",
                routes + "[1].to[0].version=v1",
                routes + "[1].to[0].weight=90",
                routes + "[1].to[1].version=v2",
                routes + "[1].to[1].weight=10",
                routes + "[1].sticky.identity=true",
                routes + "[2].match.path=/search",
                routes + "[2].match.query.q=a, b",
                routes + "[2].to[0].service=search",
                routes + "[3].match.port=8443",
                routes + "[3].match.path=/secure",
                routes + "[3].to[0].version=v3",
                routes + "[3].fallback.to.version=v1");
        context.getBean(FixedDirectory.class)
                .put(
                        "petdetails",
                        Endpoint.of("d1", "10.0.0.1", 8080).withVersion("v1"),
                        Endpoint.of("d2", "10.0.0.2", 8080).withVersion("v1"),
                        Endpoint.of("d3", "10.0.0.3", 8080).withVersion("v2"));
        return new RunningApp(context);
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void explainWhenARouteTakesTheRequestSaysWhichAndWhyNotTheOthers(WebApplicationType type) throws Exception {
        RunningApp app = start(type);

        String beta = app.get(EXPLAIN + "?service=petdetails&path=/pet/1&header=X-User-Group:beta&header=a:b,c"
                        + "&cookie=group=staff&cookie=b=c")
                .body();
        assertThat(JsonPath.<String>read(beta, "$.result")).isEqualTo("sent");
        assertThat(JsonPath.<String>read(beta, "$.route.name")).isEqualTo("beta");
        assertThat(JsonPath.<Integer>read(beta, "$.route.number")).isZero();
        assertThat(JsonPath.<String>read(beta, "$.route.source")).isEqualTo("application mesh.services.petdetails");
        assertThat(JsonPath.<String>read(beta, "$.destination")).isEqualTo("version=v2");
        assertThat(JsonPath.<String>read(beta, "$.path")).isEqualTo("/rewritten");
        assertThat(JsonPath.<String>read(beta, "$.actions.rewrite")).isEqualTo("path /rewritten");
        assertThat(JsonPath.<String>read(beta, "$.actions.requestHeaders")).isEqualTo("set x-api-key");
        assertThat(JsonPath.<String>read(beta, "$.route.match")).isEqualTo("header x-user-group and cookie group");
        assertThat(beta).doesNotContain("s3cret");
        assertThat(JsonPath.<Double>read(beta, "$.times.timeoutMillis")).isEqualTo(2000);
        assertThat(JsonPath.<String>read(beta, "$.sources.timeout")).isEqualTo("application mesh.services.petdetails");
        assertThat(JsonPath.<String>read(beta, "$.sources.retry")).isNotEmpty();
        assertThat(JsonPath.<List<String>>read(beta, "$.passedOver[*].why"))
                .anyMatch(why -> why.startsWith("takes it too"))
                .contains("path = \"/search\": the request's is \"/pet/1\"");
        assertThat(JsonPath.<String>read(beta, "$.endpoints.chosen")).isEqualTo("d3");
        assertThat(JsonPath.<String>read(beta, "$.endpoints.why")).isEqualTo("the only one left");
        assertThat(JsonPath.<List<String>>read(beta, "$.endpoints.candidates[?(@.id=='d1')].why"))
                .containsExactly("not version=v2");
        assertThat(shares(beta)).containsOnly("d1 null", "d2 null", "d3 null");

        String everybody = app.get(EXPLAIN + "?service=petdetails").body();
        assertThat(JsonPath.<String>read(everybody, "$.route.name")).isEqualTo("everybody");
        assertThat(JsonPath.<String>read(everybody, "$.why")).isEqualTo("next in turn");
        assertThat(JsonPath.<List<Integer>>read(everybody, "$.route.to[*].weight"))
                .containsExactly(90, 10);
        assertThat(shares(everybody)).containsExactlyInAnyOrder("d1 45.0", "d2 45.0", "d3 10.0");
        assertThat(JsonPath.<List<String>>read(everybody, "$.passedOver[?(@.name=='beta')].why"))
                .containsExactly("header x-user-group: the request has none");

        String user = app.get(EXPLAIN + "?service=petdetails&identity=ann").body();
        assertThat(JsonPath.<String>read(user, "$.why")).isEqualTo("sticky by identity");
        assertThat(shares(user)).containsOnly("d1 null", "d2 null", "d3 null");

        String elsewhere = app.get(EXPLAIN + "?service=petdetails&path=/search&query=q=a,%2520b")
                .body();
        assertThat(JsonPath.<String>read(elsewhere, "$.result")).isEqualTo("no-destination");
        assertThat(JsonPath.<String>read(elsewhere, "$.problem")).contains("search");

        String secure =
                app.get(EXPLAIN + "?service=petdetails&port=8443&path=/secure").body();
        assertThat(JsonPath.<Integer>read(secure, "$.route.number")).isEqualTo(3);
        assertThat(JsonPath.<String>read(secure, "$.result")).isEqualTo("sent");
        assertThat(JsonPath.<String>read(secure, "$.destination")).isEqualTo("version=v1");
        assertThat(JsonPath.<String>read(secure, "$.why")).isEqualTo("stands in: no-endpoint");
        assertThat(JsonPath.<String>read(secure, "$.standsIn.failure")).isEqualTo("no-endpoint");
        assertThat(JsonPath.<String>read(secure, "$.standsIn.fallback")).isEqualTo("version=v1");
        assertThat(JsonPath.<String>read(secure, "$.standsIn.problem")).contains("with version=v3");

        String overridden = app.get(EXPLAIN + "?service=petdetails&header=mesh-route:petdetails=v2")
                .body();
        assertThat(JsonPath.<String>read(overridden, "$.destination")).isEqualTo("version=v2, by mesh-route");
    }

    private static List<String> shares(String answer) {
        return JsonPath.<List<Map<String, Object>>>read(answer, "$.endpoints.candidates").stream()
                .map(candidate -> candidate.get("id") + " " + candidate.get("sharePercent"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void explainWhenTheQuestionMakesNoSenseSaysWhatWould(WebApplicationType type) throws Exception {
        RunningApp app = start(type);

        assertRefused(
                app, "", "service: none (expected: whom the request is for, as in /actuator/mesh/explain?service=");
        assertRefused(app, "?service=petdetails&path=pet", "path: \"pet\" (expected: a path that begins with \"/\"");
        assertRefused(app, "?service=petdetails&header=beta", "header: \"beta\" (expected: name:value)");
        assertRefused(app, "?service=petdetails&cookie=beta", "cookie: \"beta\" (expected: name=value)");
        assertRefused(app, "?service=petdetails&port=70000", "port: \"70000\" (expected: 1 to 65535)");
        assertRefused(app, "?service=dogs.test:443&port=80", "port: 80 (expected: the one in dogs.test:443, or none)");
        assertRefused(app, "?service=pet%20details", "\"pet details\"");
        assertRefused(app, "?service=petdetails&method=G-T", "method: \"G-T\" (expected: GET or the like)");
        assertRefused(app, "?service=petdetails&header=mesh-route:x", "\"mesh-route: x\" (expected: service=version");
        assertThat(context.getBean(Engine.class).destinations())
                .extracting(Destination::service)
                .isEmpty();
    }

    private static void assertRefused(RunningApp app, String query, String words) throws Exception {
        HttpResponse<String> answer = app.get(EXPLAIN + query);
        assertThat(answer.statusCode()).as(query).isEqualTo(400);
        assertThat(JsonPath.<String>read(answer.body(), "$.error")).contains(words);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        FixedDirectory directory() {
            return new FixedDirectory();
        }
    }
}
