package dev.weft.bench.survival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** Wall clocks that can be set for one process each. */
public final class SteppedClocks {

    private static final String AGENT = "bench/clock/target/bench-clock-0.1.0-SNAPSHOT.jar";

    private final Path agent;
    private final Path folder;
    private final boolean every;

    /**
     * @param root the project's root, built
     * @param folder for a file of each process
     * @param every whether the clock that measures durations steps, too
     * @throws NotRunException if there is no agent
     */
    public SteppedClocks(Path root, Path folder, boolean every) throws NotRunException {
        this.agent = root.resolve(AGENT);
        this.folder = folder;
        this.every = every;
        if (!Files.exists(agent)) {
            throw new NotRunException("there is no " + AGENT);
        }
    }

    /** What a JVM of this name is to be started with. */
    public String option(String process) {
        return "-javaagent:" + agent + "=" + (every ? "every:" : "") + folder.resolve(process);
    }

    /** Sets a process's clock so much before, or after, the right time. */
    public void set(String process, Duration ahead) {
        try {
            Path draft = Files.writeString(folder.resolve(process + ".draft"), Long.toString(ahead.toMillis()));
            Files.move(draft, folder.resolve(process), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("can't set the clock of " + process, e);
        }
    }
}
