package dev.weft.bench.comparison.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;

/** An application as the columns' are, asked as the driver asks it. */
class CallerOverHttpTests {

    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        application = new SpringApplicationBuilder(Application.class)
                .run("--server.port=0", "--server.address=127.0.0.1", "--management.tracing.enabled=false");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void runAnswersWithWhatItHasComeTo() throws Exception {
        for (String calls : new String[] {"BLOCKING", "REACTIVE"}) {
            assertThat(post("/run?calls=" + calls + "&callers=2&bytes=16&millis=10"))
                    .matches(".*\"answered\":[1-9]\\d*,\"failed\":0,\"nanos\":[1-9]\\d*,\"allocated\":[1-9]\\d*,.*");
        }
    }

    @Test
    void firstAnswersWithNanoseconds() throws Exception {
        assertThat(post("/first?service=late&bytes=16&calls=2")).matches("\\[\\d+,\\d+]");
    }

    @Test
    void heapAnswersWithBytes() throws Exception {
        assertThat(Long.parseLong(post("/heap"))).isGreaterThan(1024 * 1024);
    }

    @Test
    void spansAreNoneWhereNothingIsTraced() throws Exception {
        assertThat(got("/spans")).isEqualTo("0");
    }

    @Test
    void threadsAreAsManyAsLive() throws Exception {
        assertThat(Integer.parseInt(got("/threads"))).isBetween(2, 1_000);
    }

    @Test
    void knownIsTheSumOverTheServicesThatAreAskedFor() throws Exception {
        assertThat(got("/known?service=one&service=three")).isEqualTo("8");
    }

    @Test
    void answerIsAsLongAsItIsAskedToBe() throws Exception {
        assertThat(got("/answer?bytes=1024")).hasSize(1024);
    }

    private static String got(String path) throws Exception {
        return sent(HttpRequest.newBuilder(uri(path)).build());
    }

    private static String post(String path) throws Exception {
        return sent(
                HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.noBody()).build());
    }

    private static String sent(HttpRequest request) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static URI uri(String path) {
        return URI.create(
                "http://127.0.0.1:" + application.getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Caller.class)
    static class Application {

        @Bean
        static BlockingCalls blockingCalls() {
            return bytes -> bytes;
        }

        @Bean
        static ReactiveCalls reactiveCalls() {
            return bytes -> Mono.just((long) bytes);
        }

        @Bean
        static ServiceCalls serviceCalls() {
            return service -> bytes -> bytes;
        }

        @Bean
        static KnownEndpoints knownEndpoints() {
            return String::length;
        }
    }
}
