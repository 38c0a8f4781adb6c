package dev.weft.bench.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be started, as its build has left it.
 *
 * @param jar an application's jar that names its libraries beside it
 * @param mainClass where it starts, if not where the jar says
 * @param jvmOptions what the JVM is started with besides
 */
public record Program(Path jar, @Nullable String mainClass, List<String> jvmOptions) {

    /**
     * What every JVM is started with: lives are short, and the second compiler, or figures of itself that the JVM writes to a
     * file, would take more than they give.
     */
    static final List<String> JVM =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    public Program {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /**
     * The one executable jar of a module that has been built, unpacked, since it starts in half of the time then. The
     * system property {@code weft.build-folder} says where builds leave it, if not in {@code target}.
     */
    public static Program of(Path module) {
        Path jar = executable(module);
        try {
            return new Program(Unpacking.unpacked(jar), null, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("can't unpack " + jar + ": " + e, e);
        }
    }

    /** The same as its build has packed it: what starts when somebody enters {@code java -jar}. */
    public static Program packed(Path module) {
        return new Program(executable(module), null, List.of());
    }

    private static Path executable(Path module) {
        Path target = module.resolve(System.getProperty("weft.build-folder", "target"));
        try (Stream<Path> files = Files.list(target)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.toString().matches(".*-(sources|plain)\\.jar"))
                    .toList();
            if (jars.size() != 1) {
                throw new IllegalStateException("jars in " + target + ": " + jars + " (expected: one; build it first)");
            }
            return jars.get(0);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("no " + target + ": build the project first", e);
        } catch (IOException e) {
            throw new UncheckedIOException("can't use " + target + ", where the build left the program: " + e, e);
        }
    }

    /** The same application, started at another class of it. */
    public Program at(String mainClass) {
        return new Program(jar, mainClass, jvmOptions);
    }

    /** The same application, with these options of the JVM. */
    public Program with(String... jvmOptions) {
        return new Program(jar, mainClass, List.of(jvmOptions));
    }

    /** What follows the command of the JVM. */
    List<String> command() {
        List<String> command = new ArrayList<>(JVM);
        if (Files.exists(Unpacking.archive(jar))) {
            command.add("-XX:SharedArchiveFile=" + Unpacking.archive(jar));
        }
        command.addAll(jvmOptions);
        command.addAll(mainClass == null ? List.of("-jar", jar.toString()) : List.of("-cp", jar.toString(), mainClass));
        return command;
    }
}
