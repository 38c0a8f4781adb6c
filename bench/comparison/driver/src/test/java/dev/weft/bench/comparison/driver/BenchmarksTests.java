package dev.weft.bench.comparison.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTests {

    private final List<String> said = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void measureWhenTheBenchmarksAreNotThereIsNotMetAndSaysWhereToLook() {
        List<Bar> bars = new Benchmarks(1, Duration.ofSeconds(1), 1).measure(folder, folder, said::add);

        assertThat(bars)
                .noneMatch(Bar::isMet)
                .anySatisfy(bar -> assertThat(bar.toString()).contains("engine, to its end", "engine-1.log"));
        assertThat(folder.resolve("logs/engine-1.log")).content().contains("benchmarks.jar");
        assertThat(folder.resolve("engine.csv")).exists();
    }

    @Test
    void lackWhenMemoryIsShortSaysHowMuchIsNeeded() {
        assertThat(Benchmarks.WHOLE.lack(1_499))
                .hasValueSatisfying(lack -> assertThat(lack).contains("1,500 MiB", "1,499"));
        assertThat(Benchmarks.WHOLE.lack(1_500)).isEmpty();
    }
}
