package dev.weft.bench.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarsTests {

    @TempDir
    private Path folder;

    @Test
    void writtenAreAllThatWereMeasuredWhetherMetOrNot() {
        Bars bars = new Bars();
        bars.atMost("heartbeats of 1 services, cores", 0.45, 1);
        bars.atLeast("watchers, told", 7, 9);

        bars.write(folder.resolve("bars.tsv"));

        assertThat(folder.resolve("bars.tsv"))
                .hasContent(
                        "at-most\t0.450\t1.000\theartbeats of 1 services, cores\nat-least\t7.000\t9.000\twatchers, told\n");
    }
}
