package dev.weft.bench.survival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder with one for each scenario in it. What it did not make itself it leaves alone. */
final class Results implements AutoCloseable {

    /** Says that a scenario's folder may be deleted. */
    private static final String MARK = ".chaos";

    /** Locked by who writes there; the system lets it go when that process ends. */
    private static final String LOCK = ".lock";

    private final Path folder;
    private @Nullable FileChannel lock;

    /**
     * Makes the folder if there is none.
     *
     * @throws IOException if nothing can be written there
     */
    Results(Path folder) throws IOException {
        this.folder = folder;
        Files.delete(Files.createTempFile(Files.createDirectories(folder), "chaos", null));
    }

    /** Whether nobody else writes there, from now until this is closed. */
    boolean lock() throws IOException {
        FileChannel file = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                lock = file;
                return true;
            }
        } catch (OverlappingFileLockException e) {
            // By this process.
        }
        file.close();
        return false;
    }

    /** Whether a scenario's results may take the place of what is there. */
    boolean isOurs(String scenario) throws IOException {
        Path old = of(scenario);
        if (!Files.exists(old) || Files.exists(old.resolve(MARK))) {
            return true;
        }
        if (!Files.isDirectory(old)) {
            return false;
        }
        try (Stream<Path> files = Files.list(old)) {
            return files.findAny().isEmpty();
        }
    }

    Path of(String scenario) {
        return folder.resolve(scenario);
    }

    /** A scenario's folder, with nothing in it of an earlier run. */
    void clear(String scenario) throws IOException {
        if (!isOurs(scenario)) {
            throw new IOException(
                    of(scenario) + " holds something else than results (expected: none, or an earlier run)");
        }
        if (Files.exists(of(scenario))) {
            try (Stream<Path> files = Files.walk(of(scenario))) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(of(scenario));
        Files.createFile(of(scenario).resolve(MARK));
    }

    /** Writes a file in the folder itself or in that of a scenario. */
    Path write(String file, List<String> lines) {
        try {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            return Files.write(target, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + folder.resolve(file), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
