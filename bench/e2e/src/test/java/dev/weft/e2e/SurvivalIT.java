package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.fleet.Instance;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.OpenLoop;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.load.Sample;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What callers see under a constant load while instances die, stop and are replaced. */
class SurvivalIT {

    private static final Logger log = LoggerFactory.getLogger(SurvivalIT.class);
    private static final OpenLoop LOAD = new OpenLoop();
    private static final int WARM_UP = 3_000;
    private static final int MOST_WAITING = 5;
    private static final int TROUBLE_AFTER = Loads.REQUESTS / 20;

    /** A restart of all takes longer than what else happens here. */
    private static final int FEWER = Loads.REQUESTS / 2;

    private static PetClinic clinic;
    private static Instance petservice1;
    private static Instance petservice2;
    private static Instance details1;
    private static Instance details2;
    private static Instance history1;
    private static Instance history2;

    @BeforeAll
    static void start() throws Exception {
        clinic = new PetClinic(Path.of("target", "e2e"));
        history1 = clinic.petmedicalhistory("petmedicalhistory-1");
        details1 = clinic.petdetails("petdetails-1", "v1");
        petservice1 = clinic.petservice("petservice-1");
        clinic.awaitReady(history1, details1, petservice1);
        history2 = clinic.petmedicalhistory("petmedicalhistory-2");
        details2 = clinic.petdetails("petdetails-2", "v1");
        petservice2 = clinic.petservice("petservice-2");
        clinic.awaitReady(history2, details2, petservice2);
    }

    /**
     * JVMs that have just started are slow in a way that has nothing to do with what is tested here. One request after the
     * other, on two threads: no more than they can take.
     */
    @BeforeEach
    void warmUp() {
        IntStream.range(0, WARM_UP).parallel().forEach(n -> clinic.fleet().get(clinic.edge("/pet/123")));
        log.info("warm-up: {}", LOAD.run(Loads.warmUp(clinic)));
    }

    @AfterAll
    static void stop() {
        clinic.close();
    }

    @Test
    void getsWhenAnInstanceIsStoppedAllSucceed() {
        RunningLoad load = LOAD.start(Loads.pets(clinic, FEWER));
        load.awaitSent(TROUBLE_AFTER);
        details1.pause();
        Hole hole = Hole.watch(clinic.fleet(), "petdetails", details1, List.of(petservice1, petservice2));
        load.awaitSent(FEWER / 2);
        NavigableMap<Integer, String> waiting = hole.leave();
        details1.resume();

        LoadReport report = load.report();

        log.info("stopped instance: {}; at most {} of one caller waited there", report, waiting.firstKey());
        assertThat(report.failed()).isEmpty();
        assertThat(waiting.firstKey()).as(waiting.firstEntry().getValue()).isBetween(1, MOST_WAITING);
    }

    @Test
    void requestsWhenServicesAreRestartedInTurnAllSucceed() throws Exception {
        RunningLoad load = LOAD.start(Loads.visitsAndPets(clinic, Loads.REQUESTS, "rolling"));
        load.awaitSent(TROUBLE_AFTER);
        details1 = replace(details1, name -> clinic.petdetails(name, "v1"));
        details2 = replace(details2, name -> clinic.petdetails(name, "v1"));
        petservice1 = replace(petservice1, clinic::petservice);
        petservice2 = replace(petservice2, clinic::petservice);

        LoadReport report = load.report();

        log.info("rolling restart: {}", report);
        assertThat(report.failed()).isEmpty();
        Ledger ledger = Ledger.read(clinic);
        assertThat(posts(report, true))
                .allSatisfy(visit -> assertThat(ledger.times(Loads.reason("rolling", visit.n())))
                        .isEqualTo(1));
    }

    @Test
    void requestsWhenInstancesAreKilledAllSucceedButWritesInFlightOnTheDead() throws Exception {
        RunningLoad load = LOAD.start(Loads.visitsAndPets(clinic, FEWER, "killed"));
        load.awaitSent(TROUBLE_AFTER);
        details1.kill();
        load.awaitSent(FEWER / 2);
        long beforeKill = System.nanoTime();
        history1.kill();
        long afterKill = System.nanoTime();

        LoadReport report = load.report();

        log.info("killed instances: {}", report);
        details1 = clinic.petdetails("petdetails-1", "v1");
        history1 = clinic.petmedicalhistory("petmedicalhistory-1");
        clinic.awaitReady(details1, history1);
        assertThat(report.failed())
                .allSatisfy(lost -> assertThat(Loads.isPost(lost.n())).isTrue())
                .allSatisfy(lost -> assertThat(lost.isUnderWayAt(beforeKill) || lost.isUnderWayAt(afterKill))
                        .isTrue());
        Ledger ledger = Ledger.read(clinic);
        assertThat(posts(report, true))
                .allSatisfy(visit -> assertThat(ledger.times(Loads.reason("killed", visit.n())))
                        .isEqualTo(1));
        assertThat(posts(report, false))
                .allSatisfy(visit -> assertThat(ledger.times(Loads.reason("killed", visit.n())))
                        .isLessThanOrEqualTo(1));
    }

    /** SIGTERM, and when it has ended the same again: as a rolling restart does it. */
    private static Instance replace(Instance old, Function<String, Instance> start) {
        old.terminate();
        Instance fresh = start.apply(old.name());
        clinic.awaitReady(fresh);
        return fresh;
    }

    private static List<Sample> posts(LoadReport report, boolean good) {
        return report.samples().stream()
                .filter(sample -> Loads.isPost(sample.n()) && sample.isGood() == good)
                .toList();
    }
}
