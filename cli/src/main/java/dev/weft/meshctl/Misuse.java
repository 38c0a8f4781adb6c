package dev.weft.meshctl;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what would be right. */
final class Misuse {

    private static final int MOST = 3;

    private Misuse() {}

    static String words(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unknown(unmatched);
        }
        if (e.getCause() instanceof TypeConversionException && e.getArgSpec() instanceof OptionSpec option) {
            return option.longestName() + ": \"" + e.getValue() + "\" (expected: " + expected(option.type()) + ")";
        }
        String message = String.valueOf(e.getMessage());
        return e instanceof MissingParameterException
                ? message + " (expected: " + form(e.getCommandLine().getCommandSpec()) + ")"
                : message;
    }

    private static String expected(Class<?> type) {
        return type.isEnum()
                ? Arrays.stream(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(" or "))
                : "a whole number";
    }

    /** Only the first of them, and no value: what follows an option that is none may be a password. */
    private static String unknown(UnmatchedArgumentException e) {
        String first = e.getUnmatched().get(0);
        String what = "one too many: " + first;
        if (e.isUnknownOption()) {
            what = "no such option: " + first.replaceFirst("=.*", "");
        } else if (!e.getCommandLine().getSubcommands().isEmpty()) {
            what = "no such command: " + first;
        }
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (command.findOption("--from") != null && first.matches("[0-9]+")) {
            return what + " (expected: revisions as in " + command.qualifiedName() + " petdetails --from 3 --to 7)";
        }
        String similar = e.getSuggestions().stream().limit(MOST).collect(Collectors.joining(" or "));
        return similar.isEmpty() ? what : what + " (expected: " + similar + ")";
    }

    /** What a command must have, and may have besides options. */
    private static String form(CommandSpec command) {
        StringBuilder form = new StringBuilder(command.qualifiedName());
        command.options().stream()
                .filter(OptionSpec::required)
                .forEach(option -> form.append(' ')
                        .append(option.shortestName())
                        .append(' ')
                        .append(option.paramLabel()));
        command.positionalParameters().stream()
                .sorted(Comparator.comparing(PositionalParamSpec::index))
                .forEach(parameter -> form.append(' ').append(form(parameter)));
        return form.toString();
    }

    private static String form(PositionalParamSpec parameter) {
        String one = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
        return parameter.required() ? one : "[" + one + "]";
    }
}
