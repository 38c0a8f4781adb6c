package dev.weft.meshctl;

import java.nio.file.Path;

/** What a command that somebody types says, and how it ends. */
public record Typed(int exit, String out, String err) {

    /** @param home of somebody, with what they keep */
    public static Typed in(Path home, String... words) {
        return new Terminal(home).type(words);
    }
}
