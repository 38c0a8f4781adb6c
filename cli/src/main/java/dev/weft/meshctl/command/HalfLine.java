package dev.weft.meshctl.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command line that somebody is typing.
 *
 * @param command that it is of
 * @param said values of options, by the options' longest names
 * @param parameters before the last word, without options
 * @param expected what the last word gives a value to, or null if it is a command or nothing
 * @param last the last word, as far as it is written
 */
record HalfLine(
        CommandSpec command,
        Map<String, String> said,
        List<String> parameters,
        @Nullable ArgSpec expected,
        String last) {

    static HalfLine of(CommandSpec root, String line) {
        List<String> words = words(line);
        CommandSpec command = root;
        Map<String, String> said = new HashMap<>();
        List<String> parameters = new ArrayList<>();
        OptionSpec open = null;
        for (String word : words.subList(1, Math.max(1, words.size() - 1))) {
            CommandLine sub = command.subcommands().get(word);
            if (open != null) {
                said.put(open.longestName(), word);
                open = null;
            } else if (isOption(word)) {
                open = opened(command, word, said);
            } else if (sub != null) {
                command = sub.getCommandSpec();
            } else {
                parameters.add(word);
            }
        }
        String last = words.size() > 1 ? words.get(words.size() - 1) : "";
        ArgSpec expected = open != null ? open : isOption(last) ? null : positional(command, parameters.size());
        return new HalfLine(command, said, parameters, expected, last);
    }

    boolean isAtOption() {
        return expected == null && isOption(last);
    }

    private static boolean isOption(String word) {
        return word.length() > 1 && word.startsWith("-");
    }

    /** The option that the next word is the value of, or null. */
    private static @Nullable OptionSpec opened(CommandSpec command, String word, Map<String, String> said) {
        int equals = word.indexOf('=');
        OptionSpec option = command.findOption(equals < 0 ? word : word.substring(0, equals));
        if (option == null || option.arity().max() == 0) {
            return null;
        }
        if (equals > 0) {
            said.put(option.longestName(), word.substring(equals + 1));
            return null;
        }
        return option;
    }

    private static @Nullable ArgSpec positional(CommandSpec command, int index) {
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            if (parameter.index().contains(index)) {
                return parameter;
            }
        }
        return null;
    }

    /** Words as a shell takes them apart; the last one may be empty, or have no end to its quotes. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (char c : line.stripLeading().toCharArray()) {
            if (quote == 0 && Character.isWhitespace(c)) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words;
    }
}
