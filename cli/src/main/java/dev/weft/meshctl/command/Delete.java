package dev.weft.meshctl.command;

import dev.weft.meshctl.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "delete",
        description = "Store no rules of a service any more: its callers go by their own; the history stays.",
        footer = {
            "",
            "Examples:",
            "  meshctl delete petdetails -m 'back to the callers own rules'",
            "  meshctl delete petdetails --httproutes"
        })
public final class Delete extends RegistryCommand {

    @Mixin
    private final ServiceParameter service = new ServiceParameter();

    @Option(
            names = "--httproutes",
            description =
                    "Not what people have stored, but HTTPRoutes that were read of Kubernetes, and are not any more.")
    private boolean httpRoutes;

    @Mixin
    private final WriteOptions write = new WriteOptions();

    public Delete(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Writer writer = new Writer(registry(), printer(), shell().outAnsi(), write);
        if (httpRoutes) {
            writer.deleteHttpRoutes(registry().httpRoutes(service.name()));
        } else {
            writer.delete(registry().stored(service.name()));
        }
        return 0;
    }
}
