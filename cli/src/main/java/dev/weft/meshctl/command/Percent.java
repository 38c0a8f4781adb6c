package dev.weft.meshctl.command;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.util.regex.Pattern;

/** Reads percentages, which have two decimals at most. */
final class Percent {

    private static final Pattern VALID = Pattern.compile("100(\\.0{1,2})?|[0-9]{1,2}(\\.[0-9]{1,2})?");

    private Percent() {}

    /** The digits as they are written, if they are a percentage. */
    static String check(String option, String given) {
        String digits = given.endsWith("%") ? given.substring(0, given.length() - 1) : given;
        if (!VALID.matcher(digits).matches()) {
            throw new Failure(
                    Exit.USAGE, option + ": \"" + given + "\" (expected: 0 to 100, with two decimals at most)");
        }
        return digits;
    }
}
