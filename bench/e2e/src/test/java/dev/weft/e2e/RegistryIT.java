package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What callers notice of the registry's own troubles. */
class RegistryIT {

    private static final Logger log = LoggerFactory.getLogger(RegistryIT.class);

    /** Several fetches of every client, and as many heartbeats. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    private static PetClinic clinic;
    private static Instance details1;
    private static Instance details2;

    @BeforeAll
    static void start() throws Exception {
        clinic = new PetClinic(Path.of("target", "e2e-registry"));
        Instance history = clinic.petmedicalhistory("petmedicalhistory-1");
        details1 = clinic.petdetails("petdetails-1", "v1");
        clinic.awaitReady(history, details1, clinic.petservice("petservice-1"));
        details2 = clinic.petdetails("petdetails-2", "v1");
        clinic.awaitReady(details2);
        await("both to be members", () -> isMember(details1) && isMember(details2));
    }

    @AfterAll
    static void stop() {
        clinic.close();
    }

    @Test
    void callersWhenTheRegistryRestartsEmptyNoticeNothing() {
        clinic.registry().kill();
        Instance registry = clinic.fleet().restart(clinic.registry());
        clinic.fleet().awaitHealthy(registry);
        boolean empty = !isMember(details1) && !isMember(details2);

        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        await("everybody to be a member again, and callers to be served throughout", () -> {
            assertThat(clinic.fleet().get(clinic.edge("/pet/123")).body()).contains("Maximus");
            return System.nanoTime() - end > 0 && isMember(details1) && isMember(details2);
        });

        log.info("the registry came back {}", empty ? "empty" : "and was full at once");
    }

    private static boolean isMember(Instance instance) {
        Fleet fleet = clinic.fleet();
        return fleet.get(clinic.registry().uri("/eureka/apps/PETDETAILS"))
                .body()
                .contains(">" + instance.port() + "<");
    }

    private static void await(String what, BooleanSupplier condition) {
        clinic.fleet().await(what, condition);
    }
}
