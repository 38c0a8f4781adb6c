package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.fleet.App;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a person at the command line does to the traffic of a running system, and sees of it. */
class SteeringIT {

    private static final String PASSWORD = "a-secret";
    private static final String SHEPHERD = "\"petBreed\":\"German Shepherd Dog\"";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int REQUESTS = 1_000;

    private static PetClinic clinic;
    private static Meshctl meshctl;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Path.of("target", "steering-e2e");
        clinic = new PetClinic(folder, Map.of(), SteeringIT::launch);
        clinic.awaitReady(
                clinic.petservice("petservice-1", Map.of("eureka.instance.instance-id", "petservice-1")),
                clinic.petmedicalhistory("petmedicalhistory-1"),
                clinic.petdetails("petdetails-v1-1", "v1"),
                clinic.petdetails("petdetails-v2-1", "v2"));
        meshctl = new Meshctl(folder.resolve("home"))
                .with("MESHCTL_REGISTRY", clinic.registry().uri("").toString())
                .with("MESHCTL_USER", "admin")
                .with("MESHCTL_PASSWORD", PASSWORD);
    }

    private static List<Instance> launch(Fleet fleet, Path data) {
        return List.of(fleet.launch(
                App.REGISTRY,
                "registry",
                Map.of("registry.data-directory", data.toString(), "registry.login-password", PASSWORD)));
    }

    @AfterAll
    static void stop() {
        clinic.close();
    }

    @Test
    void shiftWhenRolledBackMovesTrafficThereAndBackAndLosesNoRequest() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService people = Executors.newSingleThreadExecutor();
        Future<Integer> failures = people.submit(failuresUntil(over));

        ok("shift petdetails v1=50 v2=50");
        clinic.fleet().await("a breed of v2", PATIENCE, SteeringIT::isShepherd);
        over.set(true);
        assertThat(failures.get()).isZero();
        assertThat(shepherds()).isBetween(REQUESTS * 49 / 100, REQUESTS * 51 / 100);

        assertThat(ok("get petdetails --effective --in petservice")).contains("petservice-1  routes");
        assertThat(ok("explain petservice GET http://petdetails/pet/123/details"))
                .contains("result       sent", "version=v1 50, version=v2 50");
        assertThat(ok("instances petdetails")).contains(" v1 ", " v2 ");

        over.set(false);
        failures = people.submit(failuresUntil(over));
        ok("rollback petdetails");
        clinic.fleet()
                .await(
                        "petservice to go by its own rules",
                        PATIENCE,
                        () -> ok("get petdetails --effective --in petservice").contains("version=v1 1"));
        over.set(true);
        assertThat(failures.get()).isZero();
        assertThat(shepherds()).isZero();

        assertThat(ok("history petdetails").lines()).hasSize(3);
        people.shutdown();
    }

    private static Callable<Integer> failuresUntil(AtomicBoolean over) {
        return () -> {
            int failures = 0;
            while (!over.get()) {
                HttpResponse<String> answer = clinic.fleet().get(clinic.edge("/pet/123"));
                failures += answer.statusCode() == 200 && !answer.body().contains("\"error\"") ? 0 : 1;
            }
            return failures;
        };
    }

    private static int shepherds() {
        int shepherds = 0;
        for (int i = 0; i < REQUESTS; i++) {
            shepherds += isShepherd() ? 1 : 0;
        }
        return shepherds;
    }

    private static boolean isShepherd() {
        return clinic.fleet().get(clinic.edge("/pet/123")).body().contains(SHEPHERD);
    }

    private static String ok(String words) {
        Meshctl.Result result = meshctl.run(words);
        assertThat(result.exit()).as(words + ": " + result.err()).isZero();
        return result.out();
    }
}
