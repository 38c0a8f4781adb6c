package dev.weft.meshctl.registry;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.util.Locale;
import java.util.regex.Pattern;

/** Checks names of services before they become part of an address. */
public final class Names {

    private static final Pattern VALID = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?");

    private Names() {}

    /** The name in lower case, as the registry has it. */
    public static String service(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!VALID.matcher(lower).matches()) {
            throw new Failure(
                    Exit.USAGE,
                    "service name: \"" + name
                            + "\" (expected: letters, digits, '.', '-' or '_', first and last a letter or a digit)");
        }
        return lower;
    }
}
