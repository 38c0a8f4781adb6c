package dev.weft.meshctl;

import dev.weft.meshctl.output.Ansi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command runs.
 *
 * @param environment variables
 * @param prompt asks for what must not be shown
 * @param outIsRead whether a person reads the output: it is a terminal
 * @param errIsRead the same of what is said beside it
 * @param runFolder of a local {@code ./run}, or null where there can't be one
 */
public record Shell(
        Map<String, String> environment,
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        Prompt prompt,
        boolean outIsRead,
        boolean errIsRead,
        @Nullable Path runFolder) {

    public Shell {
        environment = Map.copyOf(environment);
    }

    /** The same, but whoever is asked answers by another way. */
    public Shell with(Prompt other) {
        return new Shell(environment, in, out, err, other, outIsRead, errIsRead, runFolder);
    }

    /** A variable that is set to something, or null. */
    public @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** Whether a variable says yes. */
    public boolean isSet(String name) {
        String value = variable(name);
        return value != null && (value.equals("1") || value.equalsIgnoreCase("true"));
    }

    /** The next line of the input, and no more of it; null at its end. */
    public @Nullable String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            while (next >= 0 && next != '\n') {
                line.write(next);
                next = in.read();
            }
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "the input can't be read: " + e.getMessage(), e);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Colours of the output, unless nobody sees them or wants them (no-color.org). */
    public Ansi outAnsi() {
        return new Ansi(outIsRead && variable("NO_COLOR") == null);
    }

    /** The same of what is said beside it. */
    public Ansi errAnsi() {
        return new Ansi(errIsRead && variable("NO_COLOR") == null);
    }

    /** Where a person's own settings are kept. */
    public Path configFolder() {
        String xdg = variable("XDG_CONFIG_HOME");
        String home = variable("HOME");
        Path config =
                xdg != null ? Path.of(xdg) : Path.of(home != null ? home : System.getProperty("user.home"), ".config");
        return config.resolve("weft");
    }
}
