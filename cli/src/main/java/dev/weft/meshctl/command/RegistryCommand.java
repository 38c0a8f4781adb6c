package dev.weft.meshctl.command;

import dev.weft.meshctl.Shell;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.registry.AccessFinder;
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
            registry = new Registry(
                    new AccessFinder(shell).find(connection.wanted(shell)),
                    text -> printer().note(text));
        }
        return registry;
    }

    final Printer printer() {
        return connection.printer(shell);
    }
}
