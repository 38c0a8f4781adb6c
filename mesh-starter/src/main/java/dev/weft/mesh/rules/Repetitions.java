package dev.weft.mesh.rules;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Estimates how large a regular expression becomes when its counted repetitions are written out, which is what RE2 does
 * before it matches: <code>(a{10}){10}</code> is a hundred characters. Where it is in doubt it says more. Cost: one pass.
 */
final class Repetitions {

    /** What larger sizes are taken for, so that no product overflows. */
    private static final long HUGE = 1_000_000_000;

    /** RE2 takes at most four digits. */
    private static final Pattern COUNTED = Pattern.compile("\\{([0-9]{1,4})(?:,([0-9]{0,4}))?}");

    private final String source;

    /** What stands before each parenthesis that is open, in characters. */
    private final Deque<Long> before = new ArrayDeque<>();

    /** What stands in the innermost parentheses so far, without the last item. */
    private long items;

    /** What a repetition would repeat. */
    private long last;

    private int at;

    private Repetitions(String source) {
        this.source = source;
    }

    /** How many characters longer the expression becomes. */
    static long added(String source) {
        return Math.max(0, new Repetitions(source).size() - source.length());
    }

    private long size() {
        while (at < source.length()) {
            switch (source.charAt(at)) {
                case '\\' -> escape();
                case '[' -> characters();
                case '(' -> open();
                case ')' -> close();
                case '{' -> repeat();
                case '*', '+', '?' -> at++;
                default -> item(at + 1);
            }
        }
        long size = items + last;
        for (long outer : before) {
            size += outer;
        }
        return size;
    }

    /** Something that counts as one character, up to there. */
    private void item(int end) {
        items = Math.min(HUGE, items + last);
        last = 1;
        at = end;
    }

    /** An escape; what has a name in braces, and what is quoted, holds no repetition. */
    private void escape() {
        if (source.startsWith("\\Q", at)) {
            int end = after("\\E", at + 2);
            if (end > at + 4) {
                item(end);
                items += end - at;
            }
            at = end;
        } else {
            boolean named = at + 2 < source.length()
                    && "xpP".indexOf(source.charAt(at + 1)) >= 0
                    && source.charAt(at + 2) == '{';
            item(named ? after("}", at + 2) : at + 2);
        }
    }

    /** A class: a bracket that closes is plain where nothing, or only a negation, stands before it. */
    private void characters() {
        int end = at + 1;
        end += source.startsWith("^]", end) ? 2 : source.startsWith("]", end) ? 1 : 0;
        while (end < source.length() && source.charAt(end) != ']') {
            if (source.charAt(end) == '\\') {
                end += 2;
            } else {
                end = source.startsWith("[:", end) && source.indexOf(":]", end) > 0 ? after(":]", end) : end + 1;
            }
        }
        item(end + 1);
    }

    private void open() {
        int start = at + 1;
        if (source.startsWith("?", start)) {
            while (start < source.length() && ":>)".indexOf(source.charAt(start)) < 0) {
                start++;
            }
            if (source.startsWith(")", start)) {
                // Flags alone are no group: a repetition after them means what stands before them.
                at = start + 1;
                return;
            }
            start++;
        }
        before.push(Math.min(HUGE, items + last));
        items = 0;
        last = 0;
        at = start;
    }

    private void close() {
        long group = Math.min(HUGE, items + last + 1);
        items = before.isEmpty() ? 0 : before.pop();
        last = group;
        at++;
    }

    private void repeat() {
        Matcher counted = COUNTED.matcher(source).region(at, source.length());
        if (!counted.lookingAt()) {
            item(at + 1);
            return;
        }
        String most = counted.group(2);
        long times = Math.max(count(counted.group(1)), most == null ? 0 : count(most));
        last = Math.min(HUGE, last * Math.max(1, times));
        at = counted.end();
    }

    private static long count(String digits) {
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    /** Where the text has ended that begins there or later; the end of all if it is not there. */
    private int after(String text, int from) {
        int found = source.indexOf(text, from);
        return found < 0 ? source.length() : found + text.length();
    }
}
