package dev.weft.meshctl.output;

import java.util.stream.Collectors;

/**
 * Colours for a terminal.
 *
 * @param on whether there are any
 */
public record Ansi(boolean on) {

    public String bold(String text) {
        return in("1", text);
    }

    public String red(String text) {
        return in("31", text);
    }

    public String green(String text) {
        return in("32", text);
    }

    public String yellow(String text) {
        return in("33", text);
    }

    /** A unified diff. */
    public String diff(String diff) {
        return diff.lines().map(this::diffLine).collect(Collectors.joining("\n"));
    }

    private String diffLine(String line) {
        if (line.startsWith("+++") || line.startsWith("---")) {
            return bold(line);
        }
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> green(line);
            case '-' -> red(line);
            case '@' -> in("36", line);
            default -> line;
        };
    }

    private String in(String code, String text) {
        return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
