package dev.weft.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./meshctl} as a person has it, with nothing but the environment that a test gives it. */
final class Meshctl {

    private static final int LIMIT_SECONDS = 60;

    /** What a command says, and how it ends. */
    record Result(int exit, String out, String err) {}

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    /** @param folder for settings and output */
    Meshctl(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath());
        environment.put("XDG_CONFIG_HOME", folder.toAbsolutePath().toString());
        environment.put(
                "WEFT_RUN_DIR", folder.resolve("no-run").toAbsolutePath().toString());
    }

    Meshctl with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path folder() {
        return folder;
    }

    /** Words with blanks between them. */
    Result run(String words) {
        return pipe("", words);
    }

    /** The same with something to read. */
    Result pipe(String input, String words) {
        List<String> command = new ArrayList<>();
        command.add(executable());
        Arrays.stream(words.split(" ")).filter(word -> !word.isEmpty()).forEach(command::add);
        return start(input, command);
    }

    /** What a script does that is told where the executable is. */
    Result in(String shell, String script) {
        return start("", List.of(shell, script, executable()));
    }

    private static String executable() {
        return Path.of(System.getProperty("weft.root"), "meshctl").toString();
    }

    private Result start(String input, List<String> command) {
        try {
            Path in = Files.writeString(folder.resolve("in"), input);
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("MESHCTL_"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " has not ended in " + LIMIT_SECONDS + " s");
            }
            return new Result(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("can't run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }
}
