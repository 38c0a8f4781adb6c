package dev.weft.meshctl;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks whoever is at the terminal. */
@FunctionalInterface
public interface Prompt {

    /** A password that isn't shown as it is typed, or null where nobody can be asked. */
    @Nullable
    String password(String question);

    /** By the terminal of this process. */
    static Prompt console() {
        return question -> {
            Console console = System.console();
            char[] typed = console == null ? null : console.readPassword("%s", question);
            return typed == null ? null : new String(typed);
        };
    }
}
