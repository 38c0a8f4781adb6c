package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.fleet.App;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.fleet.Program;
import dev.weft.bench.load.Load;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.OpenLoop;
import dev.weft.bench.load.RunningLoad;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applications that add the starter and nothing else: one for each kind of client, on both web stacks. */
class OutsideIT {

    private static final Logger log = LoggerFactory.getLogger(OutsideIT.class);
    private static final Path ROOT = Path.of(System.getProperty("weft.root"));
    private static final int RATE = 100;
    private static final int REQUESTS = 2_000;

    private static Fleet fleet;
    private static Instance peer1;
    private static Instance peer2;
    private static Instance veteran;
    private static final List<Instance> CALLERS = new ArrayList<>();

    @BeforeAll
    static void start() {
        Path logs = Path.of("target", "outside").toAbsolutePath();
        fleet = new Fleet(ROOT, logs);
        Instance registry = fleet.launch(
                App.REGISTRY,
                "registry",
                Map.of("registry.data-directory", logs.resolve("data").toString()));
        fleet.with(
                        "eureka.client.service-url.defaultZone",
                        registry.uri("/eureka/").toString())
                .with("mesh.directory.last-known-good", "");
        fleet.awaitHealthy(registry);
        peer1 = launch("servlet", "peer.Peer", "peer-1", "peer");
        peer2 = launch("servlet", "peer.Peer", "peer-2", "peer");
        fleet.awaitHealthy(peer1);
        fleet.awaitHealthy(peer2);
        // A few at a time: a dozen JVMs that start together starve each other.
        veteran = caller("servlet", "veteran.VeteranApp");
        caller("servlet", "restclient.RestClientApp");
        caller("servlet", "resttemplate.RestTemplateApp");
        awaitCallers();
        caller("servlet", "httpexchange.HttpExchangeApp");
        caller("servlet", "loadbalanced.LoadBalancedApp");
        caller("clients", "feign.FeignApp");
        awaitCallers();
        caller("clients", "webclient.WebClientApp");
        caller("reactive", "reactive.ReactiveApp");
        caller("reactive", "loadbalancedwebclient.LoadBalancedWebClientApp");
        awaitCallers();
    }

    private static void awaitCallers() {
        for (Instance caller : CALLERS) {
            fleet.awaitHealthy(caller);
            fleet.await("an answer of " + caller, () -> fleet.status(caller.uri("/ask")) == 200);
        }
    }

    private static Instance caller(String module, String mainClass) {
        String name = mainClass.substring(0, mainClass.indexOf('.'));
        Instance caller = launch(module, mainClass, name, name);
        CALLERS.add(caller);
        return caller;
    }

    private static Instance launch(String module, String mainClass, String name, String service) {
        Program program =
                Program.of(ROOT.resolve("bench/outside").resolve(module)).at("dev.weft.outside." + mainClass);
        return fleet.launch(program, name, Map.of("spring.application.name", service));
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    /** What has begun to reach a caller can't be begun again, so an answer that breaks off at that moment is one that fails. */
    @Test
    void callersWhenAPeerIsKilledSeeNothingOfItButAnswersThatBreakOff() {
        List<HttpRequest> requests = CALLERS.stream()
                .map(caller -> HttpRequest.newBuilder(caller.uri("/ask"))
                        .timeout(Duration.ofSeconds(30))
                        .build())
                .toList();
        Set<String> answers = ConcurrentHashMap.newKeySet();
        RunningLoad load = new OpenLoop()
                .start(new Load(RATE, REQUESTS, n -> requests.get(n % requests.size()), (n, response) -> {
                    answers.add(response.body());
                    return response.statusCode() == 200
                            ? null
                            : CALLERS.get(n % requests.size()).name() + " " + response.statusCode() + " "
                                    + response.body();
                }));
        load.awaitSent(REQUESTS / 3);
        long beforeKill = System.nanoTime();
        peer1.kill();
        long afterKill = System.nanoTime();

        LoadReport report = load.report();

        log.info("{} kinds of clients, one of two peers killed: {}", CALLERS.size(), report);
        assertThat(report.failed()).allSatisfy(lost -> {
            assertThat(lost.problem()).contains("truncated");
            assertThat(lost.isUnderWayBetween(beforeKill, afterKill)).isTrue();
        });
        assertThat(answers).as("the killed peer had its part").anyMatch(answer -> answer.contains("" + peer1.port()));
    }

    @Test
    void applicationWhenItUsesItsOldMeansGetsWhatItAlwaysGot() {
        String answer = fleet.get(veteran.uri("/old")).body();

        assertThat(answer).contains("\"archive\":\"archive.example\"").doesNotContain("\"peer\":\"none\"");
        assertThat(answer).containsPattern("\"guardedCalls\":[1-9]");
    }
}
