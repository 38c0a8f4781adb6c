package dev.weft.bench.comparison.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpServer;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.fleet.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processes do nothing; this one answers for them. */
class NotedTests {

    private HttpServer answers;
    private Fleet fleet;
    private Instance process;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        answers = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answers.start();
        fleet = new Fleet(folder, folder);
        Place place = Place.onLoopback(answers.getAddress().getPort());
        process = fleet.launch(List.of("sleep", "60"), "process", place);
    }

    @AfterEach
    void stop() {
        fleet.close();
        answers.stop(0);
    }

    @Test
    void notedIsTheSumOfAllProcessesAndNothingWhereThereIsNoSuchMeter() {
        answer("/actuator/metrics/http.server.requests", """
                {"name": "http.server.requests", "measurements": [
                  {"statistic": "TOTAL_TIME", "value": 7.5}, {"statistic": "COUNT", "value": 40.0}]}""");
        answer("/spans", "3");

        Noted noted = Noted.by(
                new Subject(Column.GATEWAY_STOCK, true, fleet, process, List.of(process), List.of(process, process)));

        assertThat(noted.counts())
                .containsOnly(
                        Map.entry("http.client.requests of the caller", 0.0),
                        Map.entry("http.server.requests of the backends", 80.0),
                        Map.entry("http.server.requests of the gateway", 40.0),
                        Map.entry("spans of the caller", 3.0),
                        Map.entry("spans of the backends", 6.0));
    }

    @Test
    void notedWhenSpansAreNotToldIsAnError() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Noted.by(new Subject(Column.BARE, true, fleet, process, List.of(), List.of())))
                .withMessageContaining("/spans");
    }

    @Test
    void faultsWhenAllCallsAreNotedAreNone() {
        assertThat(noted(1_000, 1_000, 200, 100).faults(Column.WEFT, true, 1_000))
                .isEmpty();
        assertThat(noted(0, 0, 0, 0).faults(Column.WEFT, false, 1_000)).isEmpty();
    }

    @Test
    void faultsWhenAColumnDoesNotObserveSayWhatIsMissing() {
        assertThat(noted(1_000, 0, 0, 100).faults(Column.BARE, true, 1_000))
                .containsExactly(
                        "0 http.server.requests of the backends for 1000 calls (expected: at least 900)",
                        "0 spans of the caller for 1000 calls (expected: at least 50)");
    }

    @Test
    void faultsOfSpansWhenCallsAreTooFewToSampleOneAreNone() {
        assertThat(noted(40, 40, 0, 0).faults(Column.BARE, true, 40)).isEmpty();
    }

    @Test
    void faultsWhenAttemptsHaveNoSpansSaySo() {
        // As many as Spring's own come to.
        assertThat(noted(1_000, 1_000, 95, 100).faults(Column.WEFT, true, 1_000))
                .singleElement()
                .satisfies(fault -> assertThat(fault).contains("95 spans of the caller", "at least 100"));
    }

    @Test
    void faultsWhenAColumnObservesThatShouldNotSayWhatIsTooMuch() {
        assertThat(noted(0, 0, 0, 2).faults(Column.BARE, false, 1_000))
                .containsExactly("2 spans of the backends for 1000 calls (expected: none)");
    }

    @Test
    void sinceIsTheDifference() {
        assertThat(noted(5, 6, 7, 8).since(noted(1, 1, 1, 1))).isEqualTo(noted(4, 5, 6, 7));
    }

    private static Noted noted(double clients, double servers, double clientSpans, double serverSpans) {
        return new Noted(new TreeMap<>(Map.of(
                "http.client.requests of the caller",
                clients,
                "http.server.requests of the backends",
                servers,
                "spans of the caller",
                clientSpans,
                "spans of the backends",
                serverSpans)));
    }

    private void answer(String path, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        answers.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
