package dev.weft.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What gcloud can do, by a list: a line for each command, with its flags. {@code --flag} has no value, {@code --flag=} any,
 * {@code --flag=a|b} one of these. The line of {@code *} is of flags that all commands have.
 */
record Gcloud(Map<String, Map<String, String>> commands) {

    static Gcloud read(Path list) throws IOException {
        Map<String, Map<String, String>> commands = new LinkedHashMap<>();
        for (String line : Files.readAllLines(list)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Map<String, String> flags = new LinkedHashMap<>();
            List<String> words = new ArrayList<>();
            for (String word : line.split(" ")) {
                if (word.startsWith("--")) {
                    flags.put(word.replaceFirst("=.*", ""), word);
                } else {
                    words.add(word);
                }
            }
            commands.put(String.join(" ", words), flags);
        }
        return new Gcloud(commands);
    }

    /** What is wrong with a command line; empty if nothing is. */
    List<String> problems(String line) {
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
        words.remove("gcloud");
        List<String> flags = words.stream().filter(word -> word.startsWith("-")).toList();
        words.removeAll(flags);
        String command = command(words);
        if (command == null) {
            return List.of(String.join(" ", words) + ": no such command");
        }
        List<String> problems = new ArrayList<>();
        for (String flag : flags) {
            String name = flag.replaceFirst("=.*", "");
            String known =
                    commands.get(command).getOrDefault(name, commands.get("*").get(name));
            if (known == null) {
                problems.add(name + ": no flag of " + command);
            } else if (known.contains("=") && !flag.contains("=")) {
                problems.add(name + ": needs a value, by =");
            } else if (!known.contains("=") && flag.contains("=")) {
                problems.add(name + ": has no value");
            } else if (known.contains("|")
                    && !List.of(values(known).split("\\|")).contains(values(flag))) {
                problems.add(flag + " (expected: " + values(known).replace("|", ", ") + ")");
            }
        }
        return problems;
    }

    /** The longest that the words begin with. */
    private @Nullable String command(List<String> words) {
        for (int length = words.size(); length > 0; length--) {
            String command = String.join(" ", words.subList(0, length));
            if (commands.containsKey(command)) {
                return command;
            }
        }
        return null;
    }

    private static String values(String flag) {
        return flag.substring(flag.indexOf('=') + 1);
    }
}
