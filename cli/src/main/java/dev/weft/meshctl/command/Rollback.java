package dev.weft.meshctl.command;

import dev.weft.meshctl.Shell;
import dev.weft.meshctl.registry.Stored;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rollback",
        description = {
            "Go back to what an earlier revision said.",
            "That is a revision of its own, so that a second rollback undoes the first; --to goes further back."
        },
        footer = {"", "Examples:", "  meshctl rollback petdetails", "  meshctl rollback petdetails --to 3 --dry-run"})
public final class Rollback extends RegistryCommand {

    @Mixin
    private final ServiceParameter service = new ServiceParameter();

    @Option(
            names = "--to",
            paramLabel = "<number>",
            description = "The revision, 0 for nothing stored; default: the one before the latest.")
    private @Nullable Long to;

    @Mixin
    private final WriteOptions write = new WriteOptions();

    public Rollback(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Stored before = registry().stored(service.name());
        new Writer(registry(), printer(), shell().outAnsi(), write).rollback(before, to);
        return 0;
    }
}
