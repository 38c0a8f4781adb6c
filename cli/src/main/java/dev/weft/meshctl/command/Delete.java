package dev.weft.meshctl.command;

import dev.weft.meshctl.Shell;
import dev.weft.meshctl.registry.Stored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "delete",
        description = "Store no rules of a service any more: its callers go by their own; the history stays.",
        footer = {"", "Example:", "  meshctl delete petdetails -m 'back to the callers own rules'"})
public final class Delete extends RegistryCommand {

    @Mixin
    private final ServiceParameter service = new ServiceParameter();

    @Mixin
    private final WriteOptions write = new WriteOptions();

    public Delete(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Stored before = registry().stored(service.name());
        new Writer(registry(), printer(), shell().outAnsi(), write).delete(before);
        return 0;
    }
}
