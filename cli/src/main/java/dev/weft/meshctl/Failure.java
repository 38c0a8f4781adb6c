package dev.weft.meshctl;

import org.jspecify.annotations.Nullable;

/** A command that can't do what it is asked: why, in words for people, and the exit code. */
public class Failure extends RuntimeException {

    private final Exit exit;

    public Failure(Exit exit, String message) {
        this(exit, message, null);
    }

    public Failure(Exit exit, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    public Exit exit() {
        return exit;
    }

    /** The reason. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
