package dev.weft.meshctl.command;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.output.Format;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.registry.Wanted;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the registry is, who asks, and how answers are written. All of it may stand before the command or behind it. */
public final class Connection {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            description = "One of ${COMPLETION-CANDIDATES}; default table.")
    private @Nullable Format format;

    @ArgGroup(validate = false, heading = "%nWhich registry, and who asks:%n", order = 1)
    private Who who = new Who();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** What is said here; takes the password from the input if that is where it is. */
    Wanted wanted(Shell shell) {
        return new Wanted(
                orBefore(who.registry, "--registry"),
                orBefore(who.user, "--user"),
                password(shell),
                isSaid(who.plainHttp, "--plain-http"));
    }

    Printer printer(Shell shell) {
        Format chosen = orBefore(format, "--output");
        return new Printer(
                shell.out(), shell.err(), shell.outAnsi(), shell.errAnsi(), chosen == null ? Format.TABLE : chosen);
    }

    private @Nullable String password(Shell shell) {
        String said = orBefore(who.password, "--password");
        if (!isSaid(who.fromInput, "--password-stdin")) {
            return said;
        }
        if (said != null) {
            throw new Failure(Exit.USAGE, "--password beside --password-stdin (expected: one of them)");
        }
        String line = shell.line();
        if (line == null || line.isEmpty()) {
            throw new Failure(Exit.USAGE, "no password in the input (expected: its first line)");
        }
        return line;
    }

    private boolean isSaid(@Nullable Boolean behind, String option) {
        return Boolean.TRUE.equals(orBefore(behind, option));
    }

    /** What stands behind the command, or else what stands before it. */
    private <T> @Nullable T orBefore(@Nullable T behind, String option) {
        return behind != null || command == null
                ? behind
                : command.root().findOption(option).getValue();
    }

    private static final class Who {

        @Option(
                names = "--registry",
                paramLabel = "<address>",
                description = "The registry, or several peers of it separated by commas (MESHCTL_REGISTRY).")
        @Nullable
        String registry;

        @Option(
                names = "--user",
                paramLabel = "<name>",
                description = "The login's user (MESHCTL_USER), whose password is asked for if it isn't known.")
        @Nullable
        String user;

        @Option(
                names = "--password",
                paramLabel = "<password>",
                description =
                        "The login's password, which others on this machine can see here (rather: MESHCTL_PASSWORD).")
        @Nullable
        String password;

        @Option(names = "--password-stdin", description = "The first line of the input is the password.")
        @Nullable
        Boolean fromInput;

        @Option(
                names = "--plain-http",
                description = "Send the password to another machine without TLS (MESHCTL_PLAIN_HTTP).")
        @Nullable
        Boolean plainHttp;
    }
}
