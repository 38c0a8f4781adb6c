package dev.weft.bench.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;

/** Executable jars, taken apart. */
final class Unpacking {

    private static final String JAR = "app.jar";

    private Unpacking() {}

    /** The application's own jar, its libraries beside it: unpacked once for each build. */
    static Path unpacked(Path executable) throws IOException {
        // Jars carry a fixed modification time, so that builds are reproducible; when one was written, its status time
        // tells.
        FileTime written = (FileTime) Files.getAttribute(executable, "unix:ctime");
        Path folder = executable.resolveSibling("unpacked").resolve(Long.toString(written.toMillis()));
        if (!Files.exists(folder)) {
            Path fresh = Files.createTempDirectory(Files.createDirectories(folder.getParent()), "fresh");
            unpack(executable, fresh.resolve("app"));
            Files.move(fresh.resolve("app"), folder, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(fresh);
        }
        return folder.resolve(JAR);
    }

    private static void unpack(Path executable, Path folder) {
        try {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Process process = new ProcessBuilder(
                            java,
                            "-Djarmode=tools",
                            "-jar",
                            executable.toString(),
                            "extract",
                            "--destination",
                            folder.toString(),
                            "--application-filename",
                            JAR)
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("can't unpack " + executable);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't unpack " + executable, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while unpacking " + executable, e);
        }
    }
}
