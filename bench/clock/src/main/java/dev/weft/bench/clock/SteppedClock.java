package dev.weft.bench.clock;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** What the application gets in the place of the JDK's ways to ask for the time of day. Public for its classes to call. */
public final class SteppedClock {

    private static volatile long offsetMillis;

    private SteppedClock() {}

    static void step(long millis) {
        offsetMillis = millis;
    }

    /** In the place of {@link System#currentTimeMillis()}. */
    public static long currentTimeMillis() {
        return System.currentTimeMillis() + offsetMillis;
    }

    /** In the place of {@link System#nanoTime()}. */
    public static long nanoTime() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(offsetMillis);
    }

    /** In the place of {@link Instant#now()}. */
    public static Instant now() {
        return Instant.now().plusMillis(offsetMillis);
    }

    /** In the place of {@link Clock#systemUTC()}. */
    public static Clock systemUTC() {
        return new Stepped(ZoneOffset.UTC);
    }

    /** In the place of {@link Clock#systemDefaultZone()}. */
    public static Clock systemDefaultZone() {
        return new Stepped(ZoneId.systemDefault());
    }

    /** A clock that steps as the others do, whenever it was made. */
    private static final class Stepped extends Clock {

        private final ZoneId zone;

        Stepped(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new Stepped(other);
        }

        @Override
        public Instant instant() {
            return now();
        }
    }
}
