package dev.weft.bench.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that can be started, as its build has left it.
 *
 * @param jar an executable jar
 * @param jvmOptions what the JVM is started with besides
 */
public record Program(Path jar, List<String> jvmOptions) {

    public Program {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /**
     * The one executable jar of a module that has been built. The system property {@code weft.build-folder} says where
     * builds leave it, if not in {@code target}.
     */
    public static Program of(Path module) {
        Path target = module.resolve(System.getProperty("weft.build-folder", "target"));
        try (Stream<Path> files = Files.list(target)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.toString().endsWith("-sources.jar"))
                    .toList();
            if (jars.size() != 1) {
                throw new IllegalStateException("jars in " + target + ": " + jars + " (expected: one; build it first)");
            }
            return new Program(jars.get(0), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("no " + target + ": build the project first", e);
        }
    }

    /** The same jar, started at another class of it. */
    public Program at(String mainClass) {
        return new Program(jar, List.of("-Dloader.main=" + mainClass));
    }
}
