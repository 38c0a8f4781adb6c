package dev.weft.bench.comparison.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootprintsTests {

    private final Footprints footprints = new Footprints();

    @TempDir
    private Path folder;

    @Test
    void barIsWhatTheMeshTakesMoreWithinEachRound() {
        // The machine is slower in the second round, for both.
        round(1, 1_000, 1_300);
        round(2, 2_000, 2_290);

        Bar start = bar("footprint, weft above eureka, start-up");

        assertThat(start.isMet()).isTrue();
        assertThat(start.rounds()).containsExactly(300.0, 290.0);
        assertThat(start.toString()).contains("295 [290-300]", "at most 300 in 2 of 2 rounds");
    }

    @Test
    void barWhenMostRoundsTakeMoreIsNotMet() {
        round(1, 1_000, 1_290);
        round(2, 1_000, 1_310);
        round(3, 1_000, 1_320);

        assertThat(bar("footprint, weft above eureka, start-up").isMet()).isFalse();
        assertThat(bar("footprint, weft above eureka, heap").isMet()).isTrue();
        assertThat(bar("footprint, weft above eureka, threads").isMet()).isTrue();
    }

    @Test
    void barWhenNothingWasMeasuredIsNotMet() {
        footprints.add(new Footprint(Shape.WEFT, 1, 1_000, 30, 40, 200));

        assertThat(footprints.bars()).hasSize(6).noneMatch(Bar::isMet);
        assertThat(footprints.table()).anyMatch(line -> line.startsWith("  bare") && line.endsWith("-"));
    }

    @Test
    void writtenHasALineForEachProcess() {
        round(1, 1_000, 1_300);

        footprints.write(folder);

        assertThat(folder.resolve("footprint.csv"))
                .content()
                .startsWith(Footprint.HEAD)
                .contains("eureka,1,1000.0,20.00,36,150.0", "weft,1,1300.0,30.00,40,200.0");
    }

    private void round(int number, double eureka, double weft) {
        footprints.add(new Footprint(Shape.EUREKA, number, eureka, 20, 36, 150));
        footprints.add(new Footprint(Shape.WEFT, number, weft, 30, 40, 200));
    }

    private Bar bar(String name) {
        return footprints.bars().stream()
                .filter(bar -> bar.name().startsWith(name))
                .findFirst()
                .orElseThrow();
    }
}
