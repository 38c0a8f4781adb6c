package dev.weft.meshctl.command;

import dev.weft.meshctl.Shell;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.registry.Registry;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command that asks the registry. */
abstract class RegistryCommand implements Callable<Integer> {

    private final Shell shell;
    private @Nullable Registry registry;

    @Mixin
    private final Connection connection = new Connection();

    RegistryCommand(Shell shell) {
        this.shell = shell;
    }

    final Shell shell() {
        return shell;
    }

    final Registry registry() {
        if (registry == null) {
            registry = new Registry(connection.access(shell));
        }
        return registry;
    }

    final Printer printer() {
        return new Printer(shell.out(), shell.err(), shell.ansi(), connection.format());
    }
}
