package dev.weft.bench.comparison.driver;

import dev.weft.bench.closed.Calls;

/** Slices as if they had been measured. */
final class Slices {

    static final Setting ONE = new Setting(Calls.BLOCKING, false, 1, Payload.TINY);
    static final Setting MANY = new Setting(Calls.BLOCKING, false, 32, Payload.TINY);

    private Slices() {}

    /** One second; p50 in microseconds, and CPU in seconds. */
    static Slice slice(Column column, Setting setting, int round, long answered, double p50, double cpu) {
        return new Slice(column, setting, round, answered, 0, 1, p50, 2 * p50, 10_000 * answered, cpu, 100, 40);
    }

    static Slice slice(Column column, Setting setting, int round, long answered) {
        return slice(column, setting, round, answered, 100, 1);
    }
}
