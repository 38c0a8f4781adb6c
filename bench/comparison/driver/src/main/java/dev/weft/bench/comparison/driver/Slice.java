package dev.weft.bench.comparison.driver;

import java.util.Locale;

/**
 * One column under one setting, for a moment.
 *
 * @param round of all columns and settings that it belongs to
 * @param answered calls that were answered as expected
 * @param failed all others
 * @param allocated bytes, by the caller alone
 * @param cpuSeconds of the caller, of all proxies and of the backends
 * @param pssMib what these hold of the machine's memory at the end of it
 * @param heapMib what is left of their heaps after a collection; proxies have none. NaN if nobody has looked
 */
record Slice(
        Column column,
        Setting setting,
        int round,
        long answered,
        long failed,
        double seconds,
        double p50Micros,
        double p99Micros,
        long allocated,
        double cpuSeconds,
        double pssMib,
        double heapMib) {

    static final String HEAD =
            "column,calls,observed,callers,bytes,round,answered,failed,seconds,p50_us,p99_us,allocated,cpu_seconds,pss_mib,heap_mib";

    double perSecond() {
        return answered / seconds;
    }

    /** The cores that are busy at a thousand calls a second. */
    double coresAtThousand() {
        return 1_000 * cpuSeconds / answered;
    }

    /** Bytes that the caller allocates; no call does without: where none were counted, it is no number. */
    double allocatedPerCall() {
        return allocated > 0 ? (double) allocated / answered : Double.NaN;
    }

    /** What is held for each thousand calls a second. */
    double mibAtThousand() {
        return 1_000 * pssMib / perSecond();
    }

    /** A line of CSV. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%s,%s,%b,%d,%d,%d,%d,%d,%.6f,%.1f,%.1f,%d,%.2f,%.1f,%.1f",
                column,
                setting.calls().name().toLowerCase(Locale.ROOT),
                setting.observed(),
                setting.callers(),
                setting.payload().bytes(),
                round,
                answered,
                failed,
                seconds,
                p50Micros,
                p99Micros,
                allocated,
                cpuSeconds,
                pssMib,
                heapMib);
    }
}
