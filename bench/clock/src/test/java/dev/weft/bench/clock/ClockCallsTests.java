package dev.weft.bench.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockCallsTests {

    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    @AfterEach
    void stepBack() {
        SteppedClock.step(0);
    }

    @ParameterizedTest
    @ValueSource(classes = {Millis.class, Now.class, Utc.class, Local.class})
    void classWhenItAsksForTheTimeGetsTheSteppedOne(Class<? extends Supplier<Long>> type) throws Exception {
        Supplier<Long> clock = stepped(type, ClockCalls.WALL);
        SteppedClock.step(HOUR_MILLIS);

        assertThat(clock.get()).isGreaterThanOrEqualTo(System.currentTimeMillis() + HOUR_MILLIS / 2);
    }

    @Test
    void classWhenItDoesNotAskIsLeftAlone() throws Exception {
        assertThat(new ClockCalls(ClockCalls.WALL).transform(file(Elapsed.class)))
                .isNull();
    }

    @Test
    void classThatMeasuresWhenEveryClockStepsGetsTheSteppedOne() throws Exception {
        Supplier<Long> clock = stepped(Elapsed.class, ClockCalls.EVERY);
        SteppedClock.step(HOUR_MILLIS);

        assertThat(clock.get())
                .isGreaterThanOrEqualTo(System.nanoTime() + Duration.ofHours(1).toNanos() / 2);
    }

    @SuppressWarnings("unchecked")
    private static Supplier<Long> stepped(Class<? extends Supplier<Long>> type, Set<String> turned) throws Exception {
        byte[] file = new ClockCalls(turned).transform(file(type));
        assertThat(file).isNotNull();
        ClassLoader loader = new ClassLoader(type.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.equals(type.getName())
                        ? defineClass(name, file, 0, file.length)
                        : super.loadClass(name, resolve);
            }
        };
        return (Supplier<Long>)
                loader.loadClass(type.getName()).getDeclaredConstructor().newInstance();
    }

    private static byte[] file(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    public static final class Millis implements Supplier<Long> {
        @Override
        public Long get() {
            return System.currentTimeMillis();
        }
    }

    public static final class Now implements Supplier<Long> {
        @Override
        public Long get() {
            return Instant.now().toEpochMilli();
        }
    }

    public static final class Utc implements Supplier<Long> {
        // Made before the step.
        private final Clock clock = Clock.systemUTC();

        @Override
        public Long get() {
            return clock.millis();
        }
    }

    public static final class Local implements Supplier<Long> {
        private final Clock clock = Clock.systemDefaultZone();

        @Override
        public Long get() {
            return clock.instant().toEpochMilli();
        }
    }

    public static final class Elapsed implements Supplier<Long> {
        @Override
        public Long get() {
            return System.nanoTime();
        }
    }
}
