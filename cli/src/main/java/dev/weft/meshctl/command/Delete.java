package dev.weft.meshctl.command;

import dev.weft.meshctl.Shell;
import dev.weft.meshctl.registry.Stored;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "delete",
        description = "Store no rules of a service any more: its callers go by their own; the history stays.")
public final class Delete extends RegistryCommand {

    @Mixin
    private final ServiceParameter service = new ServiceParameter();

    @Option(
            names = {"-m", "--comment"},
            paramLabel = "<why>",
            description = "Why, in one line, for the history.")
    private String comment = "";

    @Option(
            names = "--if-revision",
            paramLabel = "<number>",
            description = "Only if the rules are still those of this revision; default: those that are there now.")
    private @Nullable Long revision;

    public Delete(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Stored before = registry().stored(service.name());
        long base = revision == null ? before.revision() : revision;
        new Writer(registry(), printer(), new WriteOptions())
                .report(before, registry().delete(service.name(), base, comment), "nothing is stored any more");
        return 0;
    }
}
