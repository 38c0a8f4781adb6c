package dev.weft.bench.clock;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code -javaagent:<this jar>=<file>}: the file says by how many milliseconds the wall clock of the process is wrong. With
 * {@code =every:<file>} the clock that measures durations steps, too, as if all that is measured by it were measured by the
 * wall clock.
 */
public final class ClockAgent {

    private static final String EVERY = "every:";
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private ClockAgent() {}

    /** Called by the JVM, before the application. */
    public static void premain(String told, Instrumentation instrumentation) {
        boolean every = told.startsWith(EVERY);
        Path path = Path.of(every ? told.substring(EVERY.length()) : told);
        read(path);
        Thread reader = new Thread(() -> follow(path), "stepped-clock");
        reader.setDaemon(true);
        reader.start();
        instrumentation.addTransformer(new ClockCalls(every ? ClockCalls.EVERY : ClockCalls.WALL));
    }

    private static void follow(Path path) {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PERIOD_NANOS);
            read(path);
        }
    }

    private static void read(Path path) {
        try {
            SteppedClock.step(Long.parseLong(Files.readString(path).strip()));
        } catch (IOException | NumberFormatException e) {
            // There is none yet, or it is just being written: the clock stays as it is.
            return;
        }
    }
}
