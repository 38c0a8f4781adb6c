package dev.weft.bench.survival.scenario;

import dev.weft.bench.fleet.Instance;
import dev.weft.bench.fleet.Place;
import dev.weft.bench.fleet.Program;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Pace;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.load.Sample;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.NotRunException;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.SteppedClocks;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The wall clock of one process steps by an hour. */
final class ClockSteps implements Scenario {

    static final int RATE = 100;
    static final int TIERS = 2;
    private static final int BACKS = 2;
    private static final int LONGER_THAN_A_LEASE = 16;
    private static final int LONGER_THAN_A_SHORT_ONE = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SEEN = Duration.ofSeconds(2);
    /** What arrives in a twentieth of a second, at each of three steps. */
    private static final int MOST_CLOSED = 15;

    private static final List<Duration> STEPS = List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ZERO);

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String title() {
        return "the wall clock of the registry, of a caller and of an instance steps by an hour either way; "
                + "100 rps, GET and POST, 14,700 requests or more (quick: 2,500)";
    }

    @Override
    public void run(Stage stage, Findings findings) throws Exception {
        SteppedClocks clocks = new SteppedClocks(
                stage.root(),
                Files.createDirectories(stage.folder().resolve("clocks")),
                !stage.has(Mechanism.STEADY_CLOCK));
        Program registry = Program.of(stage.root().resolve("registry")).with(clocks.option("registry"));
        try (Town town = new Town(
                stage,
                (fleet, data) -> List.of(fleet.launch(
                        registry,
                        Town.REGISTRY,
                        Place.onLoopback(),
                        Map.of(
                                "registry.data-directory",
                                data.toString(),
                                "registry.login-password",
                                Town.PASSWORD))))) {
            if (stage.quick() && stage.has(Mechanism.DRAIN)) {
                // Its callers watch streams, which tell them sooner.
                town.fleet().with("mesh.drain.wait", "1s");
            }
            if (stage.quick()) {
                town.shortenLeases();
            }
            List<Tier> backs = new ArrayList<>();
            for (int n = 1; n <= BACKS; n++) {
                backs.add(town.tier(Town.BACK, n, null, clocks));
            }
            Tier front = town.tier(Town.FRONT, 1, Town.BACK, clocks);
            town.awaitKnown(front, Town.BACK, BACKS);
            town.warmUp(front, TIERS);
            new ShortCalls(town, front, backs).warmUp();
            Scene scene = new Scene(stage, findings, town, front, backs, clocks);
            if (stage.quick()) {
                // The instance goes back while those that judge it go ahead: what one does wrong nobody can make good.
                scene.play("registry", "back-1", "front-1");
            } else {
                scene.play("registry");
                scene.play("front-1");
                scene.play("back-1");
            }
        }
    }

    /**
     * Tomcat goes by the wall clock: as it steps, connections have been idle for an hour, and are closed although a request is
     * just arriving. Callers in the mesh send it again; those outside, as this load, are told by their own client.
     */
    private static boolean isClosed(Sample sample) {
        String problem = String.valueOf(sample.problem());
        return problem.contains("EOFException") || problem.contains("Connection reset");
    }

    private record Scene(
            Stage stage, Findings findings, Town town, Tier front, List<Tier> backs, SteppedClocks clocks) {

        /**
         * An hour ahead, from there two back, and right again (not when it is to be quick), each for longer than a lease
         * lasts; of several processes, every second one's clock the other way.
         */
        void play(String... processes) {
            String all = String.join(", ", processes);
            RunningLoad load = town.start(
                    new Requests("clock-" + processes[0], TIERS).mixed(RATE, RATE * 600, n -> front.uri("")));
            load.awaitSent(RATE);
            int fewest = Integer.MAX_VALUE;
            double slowest = 0;
            int over = 0;
            long untimely = 0;
            ShortCalls calls = new ShortCalls(town, front, backs);
            for (Duration ahead : stage.pick(STEPS, STEPS.subList(0, 2))) {
                try {
                    untimely += calls.untimely(findings, ahead, () -> step(ahead, processes));
                    for (int second = 0; second < stage.pick(LONGER_THAN_A_LEASE, LONGER_THAN_A_SHORT_ONE); second++) {
                        load.awaitMore(RATE);
                        fewest = Math.min(fewest, known());
                    }
                    // Another timeout each time.
                    slowest = Math.max(slowest, changeOfRules(7_000 + ahead.toMinutes()));
                    if (List.of(processes).contains(backs.get(0).name())) {
                        findings.event("SIGTERM to " + backs.get(0).name() + ", and it starts again");
                        backs.get(0).instance().terminate();
                        backs.set(0, town.restart(backs.get(0)));
                        town.awaitKnown(front, Town.BACK, BACKS);
                    }
                } catch (IllegalStateException | UncheckedIOException e) {
                    findings.event(String.valueOf(e.getMessage()));
                    over++;
                }
            }
            List.of(processes).forEach(process -> clocks.set(process, Duration.ZERO));
            LoadReport report = findings.end("clock of " + all, load);
            long closed = report.failed().stream().filter(ClockSteps::isClosed).count();
            findings.atMost(all + ": failed", 0, report.failed().size() - closed, "");
            findings.atMost(all + ": failed, for the server took their connections for idle", MOST_CLOSED, closed, "");
            findings.atLeast(all + ": instances known, at the fewest", BACKS, fewest, "");
            findings.atMost(all + ": until new rules are in force", 5, slowest, " s");
            findings.atMost(all + ": no answer, or waited for too long", 0, over, "");
            findings.atMost(all + ": calls with 500 ms not answered 504 after 250 to 1,000", 0, untimely, "");
        }

        private void step(Duration ahead, String... processes) {
            Duration its = ahead;
            for (String process : processes) {
                findings.event("the clock of " + process + " is " + its.toMinutes() + " min ahead");
                clocks.set(process, its);
                if (!isSeen(process, its)) {
                    throw new NotRunException(process + " does not see its clock step");
                }
                its = its.negated();
            }
        }

        /** Whether what it writes into its answers soon shows that its clock has stepped. */
        private boolean isSeen(String process, Duration ahead) {
            Instance instance = instance(process);
            long end = System.nanoTime() + SEEN.toNanos();
            while (wrong(date(instance), ahead).compareTo(MINUTE) > 0) {
                if (System.nanoTime() - end > 0) {
                    return false;
                }
                Pace.until(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100));
            }
            return true;
        }

        private Instance instance(String process) {
            return Stream.of(town.registry(), front.instance(), backs.get(0).instance())
                    .filter(instance -> instance.name().equals(process))
                    .findFirst()
                    .orElseThrow();
        }

        private static Duration wrong(Instant date, Duration ahead) {
            return Duration.between(Instant.now().plus(ahead), date).abs();
        }

        private Instant date(Instance instance) {
            return town.fleet()
                    .get(instance.uri("/actuator/health"))
                    .headers()
                    .firstValue("Date")
                    .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                    .orElse(Instant.EPOCH);
        }

        /** Instances of the back: what the registry knows beside the front, or its caller if that is less. */
        private int known() {
            return Math.min(town.registered() - 1, front.endpoints(Town.BACK).size());
        }

        /** How long it took, or was waited for, in seconds. */
        private double changeOfRules(long millis) {
            long start = System.nanoTime();
            int status = town.rules().put(Town.BACK, "services: { back: { timeout: " + millis + "ms } }");
            if (status / 100 != 2) {
                throw new IllegalStateException("the rules were not stored: " + status);
            }
            String expected = "\"timeout\":\"" + millis + " ms\"";
            while (!front.json("/actuator/mesh/back").toString().contains(expected)
                    && System.nanoTime() - start < PATIENCE.toNanos()) {
                Pace.until(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100));
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
