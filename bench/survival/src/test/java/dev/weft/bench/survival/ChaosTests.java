package dev.weft.bench.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.load.Load;
import dev.weft.bench.load.OpenLoop;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.scenario.Scenarios;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosTests {

    private final StringWriter out = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void listHasALineForEachScenarioThatBeginsWithItsName() {
        assertThat(Chaos.run(new PrintWriter(out), "--list")).isZero();

        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line).matches("[a-z-]+ +\\S.*").hasSizeLessThanOrEqualTo(120))
                .map(Listing::nameIn)
                .containsExactlyElementsOf(
                        Scenarios.ALL.stream().map(Scenario::name).toList());
    }

    @Test
    void listWhenThereIsNoJavaIsShownByTheScript() throws Exception {
        ProcessBuilder script = new ProcessBuilder("../chaos", "--list").redirectErrorStream(true);
        script.environment().put("JAVA_HOME", folder.toString());
        Process process = script.start();

        assertThat(process.inputReader().lines()).containsExactlyElementsOf(Listing.lines());
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void usageWhenItIsWrongEndsWithTwo() {
        assertThat(Chaos.run(new PrintWriter(out), "no-such-scenario")).isEqualTo(2);
        assertThat(Chaos.run(new PrintWriter(out), "--without", "luck", "killed"))
                .isEqualTo(2);
    }

    @Test
    void listWhenNamesAreGivenHasThoseOnly() {
        assertThat(Chaos.run(new PrintWriter(out), "--list", "killed")).isZero();

        assertThat(out.toString().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("killed "));
    }

    @Test
    void listWhenThereIsNoSuchScenarioEndsWithTwo() {
        assertThat(Chaos.run(new PrintWriter(out), "--list", "no-such-scenario"))
                .isEqualTo(2);
    }

    @Test
    void usageWhenNothingUsesWhatIsSwitchedOffEndsWithTwo() {
        assertThat(Chaos.run(new PrintWriter(out), "--without", "retries,health", "killed", "gray"))
                .isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void mechanismsAreUsedByScenariosThatThereAre() {
        List<String> names = Scenarios.ALL.stream().map(Scenario::name).toList();

        assertThat(Mechanism.values())
                .allSatisfy(mechanism -> assertThat(names).containsAll(mechanism.scenarios()))
                .filteredOn(mechanism -> mechanism.properties().isEmpty())
                .allSatisfy(mechanism -> assertThat(mechanism.scenarios()).isNotEmpty());
    }

    @Test
    void runHoldsOnlyIfEveryScenarioDoes() throws IOException {
        assertThat(run(scenario(1))).isTrue();
        assertThat(run(scenario(1), scenario(2))).isFalse();
    }

    @Test
    void scenarioWhenItMeasuresNothingOrFailsOrCannotRunIsNotHeld() throws IOException {
        assertThat(run(named((stage, findings) -> {}))).isFalse();
        assertThat(run(named((stage, findings) -> {
                    findings.atMost("failed", 1, 1, "");
                    throw new IOException("broken");
                })))
                .isFalse();
        assertThat(run(named((stage, findings) -> {
                    findings.atMost("failed", 1, 1, "");
                    throw new NoClassDefFoundError("unreachable");
                })))
                .isFalse();
        assertThat(run(named((stage, findings) -> {
                    findings.atMost("failed", 1, 1, "");
                    throw new NotRunException("no such kernel");
                })))
                .isFalse();
        assertThat(out.toString()).contains("FAILED", "not run");
    }

    @Test
    void loadWhenItsScenarioBreaksOffIsToldOf() throws IOException {
        URI nobody = URI.create("http://127.0.0.1:1/");
        Load load = new Load(100, 1_000_000, n -> HttpRequest.newBuilder(nobody).build(), (n, answer) -> null);

        run(named((stage, findings) -> {
            RunningLoad running = new OpenLoop().start(load);
            stage.loads().add(running);
            running.awaitSent(3);
            throw new IllegalStateException("waited in vain");
        }));

        assertThat(out.toString()).containsPattern("load 1, broken off: \\d+ requests at \\d+ a second");
        assertThat(folder.resolve("test/load-1-broken-off.svg")).exists();
    }

    @Test
    void summaryEndsWithTheVerdictOverAll() throws IOException {
        run(scenario(1), scenario(2));

        assertThat(Files.readString(folder.resolve("summary.txt"))).containsPattern("FAILED +all 2 +\\d+ s\\n$");
        assertThat(out.toString()).containsPattern("FAILED +all 2 +\\d+ s\\n$");
    }

    @Test
    void usageWhenResultsWouldTakeThePlaceOfSomethingElseEndsWithTwoAndLeavesIt() throws IOException {
        Path mine =
                Files.writeString(Files.createDirectory(folder.resolve("clock")).resolve("mine"), "mine");

        assertThat(Chaos.run(new PrintWriter(out), "--results", folder.toString(), "clock"))
                .isEqualTo(2);

        assertThat(mine).hasContent("mine");
    }

    @Test
    void usageWhenResultsCannotBeWrittenEndsWithTwo() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(Chaos.run(
                        new PrintWriter(out),
                        "--results",
                        file.resolve("results").toString(),
                        "clock"))
                .isEqualTo(2);
    }

    @Test
    void usageWhenAnotherRunWritesThereEndsWithTwoAndLeavesItsResults() throws IOException {
        try (Results theirs = new Results(folder)) {
            assertThat(theirs.lock()).isTrue();
            theirs.clear("clock");
            Path ledger = Files.writeString(theirs.of("clock").resolve("ledger"), "mine");

            assertThat(Chaos.run(new PrintWriter(out), "--results", folder.toString(), "clock"))
                    .isEqualTo(2);

            assertThat(ledger).hasContent("mine");
        }
    }

    @Test
    void lockWhenTheOtherRunHasEndedIsFree() throws IOException {
        try (Results first = new Results(folder);
                Results second = new Results(folder)) {
            assertThat(first.lock()).isTrue();
            assertThat(second.lock()).isFalse();
            first.close();

            assertThat(second.lock()).isTrue();
        }
    }

    @Test
    void resultsOfAnEarlierRunGiveWayToTheNext() throws IOException {
        run(named((stage, findings) -> Files.createFile(stage.folder().resolve("old"))));
        run(scenario(1));

        assertThat(folder.resolve("test/old")).doesNotExist();
        assertThat(folder.resolve("test")).exists();
    }

    private boolean run(Scenario... scenarios) throws IOException {
        return new Run(folder, new Results(folder), true, Set.of(), new PrintWriter(out)).all(List.of(scenarios));
    }

    private static Scenario scenario(int failed) {
        return named((stage, findings) -> findings.atMost("failed", 1, failed, ""));
    }

    private static Scenario named(Action action) {
        return new Scenario() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public String title() {
                return "a test";
            }

            @Override
            public void run(Stage stage, Findings findings) throws Exception {
                action.run(stage, findings);
            }
        };
    }

    private interface Action {
        void run(Stage stage, Findings findings) throws Exception;
    }
}
