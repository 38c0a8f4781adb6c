package dev.weft.k8s;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of deploy.sh.
 *
 * @param said to whoever started it, complaints among the rest
 */
record Deploy(int status, String said) {

    static final List<String> NEEDED = List.of(
            "--project", "any-project", "--region", "europe-west3", "--registry", "any", "--domain", "example.org");

    /** Runs it to its end. */
    static Deploy run(Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "deploy.sh"));
        command.addAll(arguments);
        Path said = Files.createTempFile("deploy", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        int status = builder.start().waitFor();
        String text = Files.readString(said, StandardCharsets.UTF_8);
        Files.delete(said);
        return new Deploy(status, text);
    }

    static Deploy dryRun(Overlay overlay) throws IOException, InterruptedException {
        return run(Map.of(), with("--dry-run", "--tag", "any-tag", "--overlay", overlay.toString()));
    }

    /** What it can't do without, and these. */
    static List<String> with(String... further) {
        List<String> arguments = new ArrayList<>(NEEDED);
        arguments.addAll(List.of(further));
        return arguments;
    }

    /** The commands that it has said, in their order. */
    List<String> commands() {
        return said.lines().filter(line -> line.startsWith("+ ")).toList();
    }
}
