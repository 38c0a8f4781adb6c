package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;

/** Makes texts that nobody should have to expect, and checks what is said of them. */
final class Hostile {

    private static final List<String> SCRAPS = List.of(
            "&a ",
            "*a",
            "!!str ",
            "<<: *a",
            "{",
            "}",
            "[",
            "]",
            "- ",
            "? ",
            ": ",
            "\n",
            "\t",
            "\"",
            "'",
            "|\n",
            ">-\n",
            "---\n",
            "...\n",
            "%YAML 9.9\n",
            "%TAG ! x\n",
            "#",
            "~",
            "null",
            "-1",
            "99999999999999999999",
            "1e999",
            ".nan",
            "\u0000",
            "\uFEFF",
            "\uD800",
            "\uD83D\uDE00",
            "\\u0000",
            "\"\\UFFFFFFFF\"",
            "\"\\xZZ\"",
            "0x7f",
            "1:1:1:1",
            "a: a: a",
            "kind: List\nitems: [",
            "0s",
            "99999h99999h",
            "(a+)+$",
            "(?<x>",
            "\\Q",
            "/..",
            "%2f",
            "*.",
            "\r",
            "\u0085",
            "\u2028",
            "@",
            "`",
            "2001-01-01",
            "=",
            "y",
            "off");

    private Hostile() {}

    /** A text with some of it deleted, doubled or replaced. */
    static String mutated(String seed, SplittableRandom random) {
        StringBuilder text = new StringBuilder(seed);
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(1, 30));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, SCRAPS.get(random.nextInt(SCRAPS.size())));
                case 2 -> text.replace(at, end, SCRAPS.get(random.nextInt(SCRAPS.size())));
                case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
                default -> text.setCharAt(at, (char) random.nextInt(0x180));
            }
        }
        return text.toString();
    }

    /** A text of words in some order, with scraps between them. */
    static String generated(List<String> words, SplittableRandom random) {
        return generated(random, words, 0);
    }

    private static String generated(SplittableRandom random, List<String> words, int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            String word = words.get(random.nextInt(words.size()));
            switch (random.nextInt(depth > 6 ? 3 : 6)) {
                case 0 -> text.append(word).append(": ").append(words.get(random.nextInt(words.size())));
                case 1 -> text.append(SCRAPS.get(random.nextInt(SCRAPS.size())));
                case 2 -> text.append("- ").append(word);
                case 3 ->
                    text.append(word)
                            .append(":\n")
                            .append(generated(random, words, depth + 1).indent(2));
                case 4 ->
                    text.append("- ")
                            .append(generated(random, words, depth + 1)
                                    .indent(2)
                                    .stripLeading());
                default ->
                    text.append(word)
                            .append(": [ ")
                            .append(generated(random, words, depth + 1))
                            .append(" ]");
            }
            text.append(random.nextInt(10) == 0 ? "" : "\n");
        }
        return text.toString();
    }

    /** Whether a refusal says where, what and what instead, at no great length. */
    static void check(InvalidDocumentException refusal, String text) {
        long lines = text.chars()
                .filter(c -> c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029')
                .count();
        assertThat(refusal.line()).isBetween(1, (int) lines + 2);
        assertThat(refusal.column()).isPositive();
        assertThat(refusal.problem()).isNotBlank();
        assertThat(refusal.expected()).isNotBlank();
        assertThat(refusal.getMessage().length()).isLessThan(1_000);
    }

    /** What is in use after a collection. */
    static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** How many bytes this thread has asked for so far. */
    static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
