package dev.weft.meshctl.command;

import dev.weft.meshctl.Shell;
import dev.weft.meshctl.output.Format;
import dev.weft.meshctl.registry.Access;
import dev.weft.meshctl.registry.AccessFinder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the registry is, who asks, and how answers are written. All of it may stand before the command or behind it. */
public final class Connection {

    @Option(
            names = "--registry",
            paramLabel = "<address>",
            description = "The registry, or several peers of it separated by commas (MESHCTL_REGISTRY).")
    private @Nullable String registry;

    @Option(names = "--user", paramLabel = "<name>", description = "The login's user (MESHCTL_USER).")
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "<password>",
            arity = "0..1",
            interactive = true,
            description = "The login's password (MESHCTL_PASSWORD); asked for if it isn't said.")
    private @Nullable String password;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            description = "One of ${COMPLETION-CANDIDATES}; default table.")
    private @Nullable Format format;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    Access access(Shell shell) {
        return new AccessFinder(shell)
                .find(
                        orBefore(registry, command, "--registry"),
                        orBefore(user, command, "--user"),
                        orBefore(password, command, "--password"));
    }

    Format format() {
        Format chosen = orBefore(format, command, "--output");
        return chosen == null ? Format.TABLE : chosen;
    }

    /** What stands behind the command, or else what stands before it. */
    static <T> @Nullable T orBefore(@Nullable T behind, @Nullable CommandSpec command, String option) {
        return behind != null || command == null
                ? behind
                : command.root().findOption(option).getValue();
    }
}
