package dev.weft.bench.comparison.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipTests {

    private final List<String> said = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void barsAreThoseThatAProgramHasWritten() {
        List<Bar> bars = Membership.bars(List.of(
                "at-most\t0.450\t1.000\theartbeats of 1 services, cores",
                "at-least\t7.000\t9.000\twatchers, rules, told",
                "at-most\tNaN\t1000.000\twatchers, rules, p99 in ms"));

        assertThat(bars)
                .extracting(Bar::toString)
                .satisfiesExactly(
                        bar -> assertThat(bar)
                                .isEqualTo(
                                        "met     registry, heartbeats of 1 services, cores: 0.450 [0.450-0.450] (at most 1.00)"),
                        bar -> assertThat(bar).startsWith("NOT MET").contains("at least 9.00"),
                        bar -> assertThat(bar).startsWith("NOT MET"));
    }

    @Test
    void measureWhenAProgramDoesNotComeToItsEndIsNotMetAndForgetsWhatAnotherRunLeft() throws Exception {
        Path target = Files.createDirectories(folder.resolve("bench/comparison/driver/target"));
        Files.createFile(target.resolve("driver.jar"));
        Files.writeString(folder.resolve("registry-heartbeats.tsv"), "at-most\t0.4\t1\theartbeats\n");

        List<Bar> bars =
                new Membership(List.of(List.of("Heartbeats", "1")), List.of()).measure(folder, folder, said::add);

        assertThat(bars)
                .singleElement()
                .satisfies(bar -> assertThat(bar.isMet()).isFalse())
                .satisfies(bar -> assertThat(bar.toString())
                        .contains("registry, Heartbeats, to its end", "registry-heartbeats.log"));
    }

    @Test
    void measureWhenQuickSaysWhatItLeavesOut() {
        assertThat(Membership.QUICK.left())
                .singleElement()
                .satisfies(
                        bar -> assertThat(bar.toString()).startsWith("NOT MET").contains("watchers"));
        assertThat(Membership.WHOLE.left()).isEmpty();
    }
}
