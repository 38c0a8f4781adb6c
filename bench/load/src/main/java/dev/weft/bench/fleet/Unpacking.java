package dev.weft.bench.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Executable jars, taken apart, and with an archive of their classes: they start in half of the time. */
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
            Path app = fresh.resolve("app");
            unpack(executable, app);
            try {
                Files.move(app, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.exists(folder)) {
                    throw e;
                }
                // Another run was faster.
            }
            delete(fresh);
        }
        Path jar = folder.resolve(JAR);
        if (!Files.exists(archive(jar))) {
            archive(jar, folder);
        }
        return jar;
    }

    /** Where the classes of an unpacked jar are archived for this JVM. */
    static Path archive(Path jar) {
        return jar.resolveSibling("classes-" + Runtime.version() + ".jsa");
    }

    private static void unpack(Path executable, Path folder) {
        int status = run(List.of(
                "-Djarmode=tools",
                "-jar",
                executable.toString(),
                "extract",
                "--destination",
                folder.toString(),
                "--application-filename",
                JAR));
        if (status != 0) {
            throw new IllegalStateException("can't unpack " + executable);
        }
    }

    /** Starts the application up to where it would serve. Without an archive, should that fail, it only starts more slowly. */
    private static void archive(Path jar, Path folder) throws IOException {
        Path fresh = Files.createTempDirectory(folder, "fresh");
        List<String> command = new ArrayList<>(Program.JVM);
        Path draft = fresh.resolve("classes.jsa");
        command.addAll(List.of(
                "-XX:ArchiveClassesAtExit=" + draft,
                "-Xlog:disable",
                "-Dspring.context.exit=onRefresh",
                "-jar",
                jar.toString(),
                "--logging.level.root=off",
                "--spring.application.name=archived",
                "--registry.data-directory=" + fresh,
                "--samples.data=" + fresh,
                "--mesh.directory.last-known-good="));
        run(command);
        if (Files.exists(draft)) {
            Files.move(draft, archive(jar), StandardCopyOption.ATOMIC_MOVE);
        }
        delete(fresh);
    }

    private static int run(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("can't start a JVM", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting a JVM", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
