package dev.weft.meshctl.command;

import dev.weft.meshctl.Shell;
import dev.weft.meshctl.output.Format;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.registry.Access;
import dev.weft.meshctl.registry.AccessFinder;
import dev.weft.meshctl.registry.Registry;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that asks the registry. */
abstract class RegistryCommand implements Callable<Integer> {

    private final Shell shell;
    private @Nullable Registry registry;

    @Option(
            names = "--registry",
            paramLabel = "<address>",
            description = "The registry, or several peers of it separated by commas (MESHCTL_REGISTRY).")
    private @Nullable String address;

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
            defaultValue = "table",
            description = "One of ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    RegistryCommand(Shell shell) {
        this.shell = shell;
    }

    final Shell shell() {
        return shell;
    }

    final Access access() {
        return new AccessFinder(shell).find(address, user, password);
    }

    final Registry registry() {
        if (registry == null) {
            registry = new Registry(access());
        }
        return registry;
    }

    final Printer printer() {
        return new Printer(shell.out(), shell.err(), shell.ansi(), format);
    }
}
