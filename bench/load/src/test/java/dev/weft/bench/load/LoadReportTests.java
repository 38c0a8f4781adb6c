package dev.weft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadReportTests {

    private final List<Sample> samples = IntStream.range(0, 400)
            .mapToObj(n -> new Sample(n, n * 5_000_000L, n * 5_000_000L, n * 5_000_000L + 1, n == 7 ? "503" : null))
            .toList();

    @Test
    void lineBeginsWithTheNumberOfRequestsAndTheirRate() {
        assertThat(new LoadReport(0, samples).toString())
                .startsWith("400 requests at 200 a second (sent: 200, at most 0 ms late), 1 failed;");
        assertThat(new LoadReport(0, samples.subList(100, 300)).toString())
                .startsWith("200 requests at 200 a second (sent: 200, at most 0 ms late), 0 failed;");
    }

    @Test
    void lineWhenTheGeneratorLagsSaysSo() {
        List<Sample> late = IntStream.range(0, 401)
                .mapToObj(n -> new Sample(n, n * 5_000_000L, n * 10_000_000L, n * 10_000_000L + 1, null))
                .toList();

        assertThat(new LoadReport(0, late).toString())
                .startsWith("401 requests at 200 a second (sent: 100, at most 2000 ms late), 0 failed;");
    }

    @Test
    void lineWhenNothingWasSentSaysSo() {
        assertThat(new LoadReport(0, List.of()).toString())
                .startsWith("0 requests at 0 a second (sent: 0, at most 0 ms late), 0 failed;");
    }
}
