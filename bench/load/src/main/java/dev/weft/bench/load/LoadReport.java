package dev.weft.bench.load;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * What became of a load.
 *
 * @param startNanos when the first request was due, on the monotonic clock
 * @param samples every request, in order
 */
public record LoadReport(long startNanos, List<Sample> samples) {

    private static final int MOST_SHOWN = 10;

    public LoadReport {
        samples = List.copyOf(samples);
    }

    public List<Sample> failed() {
        return samples.stream().filter(sample -> !sample.isGood()).toList();
    }

    /** Latency that so many percent of the good answers did not exceed, in milliseconds. */
    public double percentileMillis(double percent) {
        Histogram histogram = new Histogram(3);
        samples.stream().filter(Sample::isGood).forEach(sample -> histogram.recordValue(sample.latencyNanos()));
        return histogram.getValueAtPercentile(percent) / 1e6;
    }

    /** How many requests there were in a second, by when they were due or sent; from when the first of them was due. */
    private long rate(ToLongFunction<Sample> when) {
        if (samples.size() < 2) {
            return samples.size();
        }
        long nanos = when.applyAsLong(samples.get(samples.size() - 1))
                - samples.get(0).dueNanos();
        return Math.round((samples.size() - 1) * 1e9 / nanos);
    }

    /** By how much the latest request was sent after it was due, in milliseconds: the generator, too, needs a machine. */
    public double latestMillis() {
        return samples.stream()
                        .mapToLong(sample -> sample.sentNanos() - sample.dueNanos())
                        .max()
                        .orElse(0)
                / 1e6;
    }

    /** For people: counts, rate, latencies and the first failures with the time at which they were due. */
    @Override
    public String toString() {
        List<Sample> failed = failed();
        String failures = failed.stream()
                .limit(MOST_SHOWN)
                .map(sample -> String.format(
                        "%n  #%d, due %.2f s, took %.0f ms: %s",
                        sample.n(),
                        (sample.dueNanos() - startNanos) / 1e9,
                        sample.latencyNanos() / 1e6,
                        sample.problem()))
                .collect(Collectors.joining());
        return String.format(
                "%d requests at %d a second (sent: %d, at most %.0f ms late), %d failed; p50 %.1f ms, p99 %.1f ms, max %.1f ms%s",
                samples.size(),
                rate(Sample::dueNanos),
                rate(Sample::sentNanos),
                latestMillis(),
                failed.size(),
                percentileMillis(50),
                percentileMillis(99),
                percentileMillis(100),
                failures);
    }
}
