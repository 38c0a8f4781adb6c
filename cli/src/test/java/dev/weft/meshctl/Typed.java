package dev.weft.meshctl;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** What a command that somebody types says, and how it ends. */
public record Typed(int exit, String out, String err) {

    /** @param home of somebody, with what they keep */
    public static Typed in(Path home, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Shell shell = new Shell(
                Map.of("XDG_CONFIG_HOME", home.toString()),
                InputStream.nullInputStream(),
                new PrintWriter(out),
                new PrintWriter(err),
                false,
                null);
        int exit = Meshctl.run(shell, words);
        return new Typed(exit, out.toString(), err.toString());
    }
}
