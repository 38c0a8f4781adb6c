package dev.weft.registry.stream;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of what clients send. */
final class Wanted {

    private static final int LONGEST = 500;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private Wanted() {}

    static String text(String name, @Nullable String text) {
        if (text == null || text.isBlank() || text.length() > LONGEST) {
            String found = text == null ? "nothing" : text.isBlank() ? "blank" : text.length() + " characters";
            throw new IllegalArgumentException(name + ": " + found + " (expected: 1 to " + LONGEST + " characters)");
        }
        if (CONTROL.matcher(text).find()) {
            throw new IllegalArgumentException(name + ": control characters in it (expected: none)");
        }
        return text;
    }

    /** A text that is shown to people and read by nobody else: cut, and without control characters. */
    static String shown(String text, int longest) {
        String part = text.length() <= longest ? text : text.substring(0, longest) + "...";
        return CONTROL.matcher(part).replaceAll("?");
    }

    static <T> List<T> list(String name, @Nullable List<T> list, int most) {
        if (list == null || list.size() > most || list.stream().anyMatch(Objects::isNull)) {
            String found = list == null ? "nothing" : list.size() > most ? list.size() + " of them" : "null in it";
            throw new IllegalArgumentException(name + ": " + found + " (expected: a list of at most " + most + ")");
        }
        return List.copyOf(list);
    }
}
