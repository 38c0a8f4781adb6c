package dev.weft.bench.survival.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Pace;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Load for a long time while instances and rules come and go: what the caller holds on to must not grow. */
final class Soak implements Scenario {

    private static final int RATE = 500;
    private static final int QUICK_RATE = 200;
    private static final int TIERS = 2;
    private static final int INSTANCES = 3;
    private static final int QUIET_SECONDS = 15;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String title() {
        return "10 minutes at 500 rps (quick: 30 s at 200) while instances and rules change all the time; GET and POST";
    }

    @Override
    public void run(Stage stage, Findings findings) throws Exception {
        try (Town town = new Town(stage)) {
            List<Tier> backs = new ArrayList<>(town.backs(INSTANCES));
            Tier front = town.tier(Town.FRONT, 1, Town.BACK);
            town.awaitKnown(front, Town.BACK, INSTANCES);
            int rate = stage.pick(RATE, QUICK_RATE);
            town.rules().put(Town.BACK, document(0));
            town.warmUp(front, TIERS);
            churn(stage, findings, town, front, backs, "warm-up under churn", rate, stage.pick(60, 15));
            Holdings before = Holdings.of(town, front);
            findings.figure("before: " + before);
            LoadReport report = churn(stage, findings, town, front, backs, "soak", rate, stage.pick(600, 30));
            Holdings after = Holdings.of(town, front);
            findings.figure("after: " + after);
            findings.atMost("failed", 0, report.failed().size(), "");
            findings.atMost("heap after a collection, against before", 1.25, after.heap() / before.heap(), "x");
            findings.atMost("threads more than before", 5, after.threads() - before.threads(), "");
            findings.atMost("open files and connections more than before", 5, after.files() - before.files(), "");
            findings.atMost("requests under way", 0, after.inFlight(), "");
        }
    }

    private static LoadReport churn(
            Stage stage,
            Findings findings,
            Town town,
            Tier front,
            List<Tier> backs,
            String what,
            int rate,
            int seconds) {
        RunningLoad load = town.start(
                new Requests(what.replace(' ', '-'), TIERS).mixed(rate, rate * seconds * 2, n -> front.uri("")));
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (int n = 0; System.nanoTime() - end < 0; n++) {
            town.rules().replace(Town.BACK, document(n));
            Tier old = backs.get(n % backs.size());
            old.instance().terminate();
            town.rules().replace(Town.BACK, document(n + 1));
            backs.set(n % backs.size(), town.restart(old));
            town.awaitKnown(front, Town.BACK, INSTANCES);
        }
        load.enough();
        LoadReport report = load.report();
        findings.load(what, report);
        return report;
    }

    private static String document(int number) {
        return "services: { back: { timeout: " + (9_000 + number % 2) + "ms } }";
    }

    /** What a process holds on to, a while after its last request. */
    private record Holdings(double heap, int threads, long files, int inFlight) {

        static Holdings of(Town town, Tier front) throws IOException, InterruptedException {
            // Idle connections may stay for a while.
            Pace.until(System.nanoTime() + QUIET_SECONDS * 1_000_000_000L);
            collect(front);
            JsonNode endpoints = front.endpoints(Town.BACK);
            int inFlight = StreamSupport.stream(endpoints.spliterator(), false)
                    .mapToInt(endpoint -> endpoint.path("inFlight").asInt())
                    .sum();
            return new Holdings(
                    measure(front, "jvm.memory.used?tag=area:heap"),
                    (int) measure(front, "jvm.threads.live"),
                    files(front),
                    inFlight);
        }

        private static double measure(Tier front, String meter) {
            return front.json("/actuator/metrics/" + meter)
                    .at("/measurements/0/value")
                    .asDouble();
        }

        private static long files(Tier front) throws IOException {
            try (Stream<Path> open =
                    Files.list(Path.of("/proc", Long.toString(front.instance().pid()), "fd"))) {
                return open.count();
            }
        }

        private static void collect(Tier front) throws IOException, InterruptedException {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(front.instance().pid()),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (jcmd.waitFor() != 0) {
                throw new IOException("jcmd did not collect the garbage of " + front.name());
            }
        }
    }
}
