package dev.weft.meshctl;

import dev.weft.meshctl.output.Ansi;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command runs.
 *
 * @param environment variables
 * @param terminal whether a person reads the output
 * @param runFolder of a local {@code ./run}, or null where there can't be one
 */
public record Shell(
        Map<String, String> environment,
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        boolean terminal,
        @Nullable Path runFolder) {

    public Shell {
        environment = Map.copyOf(environment);
    }

    /** A variable that is set to something, or null. */
    public @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** Colours, unless nobody sees them or wants them (no-color.org). */
    public Ansi ansi() {
        return new Ansi(terminal && variable("NO_COLOR") == null);
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
