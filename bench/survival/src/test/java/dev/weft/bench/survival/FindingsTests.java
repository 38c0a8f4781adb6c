package dev.weft.bench.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Sample;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTests {

    private static final long SECOND = 1_000_000_000;

    @Test
    void loadWhenItWasSentTooLateSaysSo(@TempDir Path folder) {
        assertThat(told(folder, 2 * SECOND)).contains("a load: sent late");
        assertThat(told(folder, SECOND / 2)).doesNotContain("sent late");
    }

    private static String told(Path folder, long lateNanos) {
        StringWriter told = new StringWriter();
        Sample sample = new Sample(0, 7, 7 + lateNanos, 8 + lateNanos, null);
        new Findings(folder, new PrintWriter(told)).load("a load", new LoadReport(7, List.of(sample)));
        return told.toString();
    }
}
