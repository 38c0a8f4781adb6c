package dev.weft.meshctl.command;

import dev.weft.meshctl.Shell;
import dev.weft.meshctl.document.RuleEdits;
import dev.weft.meshctl.document.Split;
import dev.weft.meshctl.registry.Stored;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "shift",
        description = "Divide a service's requests over its versions.",
        footer = {"", "Example:", "  meshctl shift petdetails v1=90 v2=10"})
public final class Shift extends RegistryCommand {

    @Mixin
    private final ServiceParameter service = new ServiceParameter();

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "<version>=<weight>",
            description = "Versions and their weights; one that isn't named gets nothing.")
    private List<String> shares = List.of();

    @Mixin
    private final RouteOption route = new RouteOption();

    @Mixin
    private final WriteOptions write = new WriteOptions();

    @Mixin
    private final ForceOption force = new ForceOption();

    public Shift(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Split split = Split.parse(shares);
        if (!force.given) {
            new Versions(registry()).checkSplit(service.name(), split);
        }
        Stored before = registry().stored(service.name());
        String after = RuleEdits.shift(service.name(), before.text(), route.chosen, split);
        new Writer(registry(), printer(), shell().outAnsi(), write)
                .put(
                        before,
                        after,
                        "shift " + split + route.words(),
                        "requests go to " + split.words() + route.words());
        return 0;
    }
}
