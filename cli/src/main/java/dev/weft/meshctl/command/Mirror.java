package dev.weft.meshctl.command;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.document.RuleEdits;
import dev.weft.meshctl.registry.Stored;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "mirror",
        description = "Have requests copied to another version.",
        footer = {"", "Example:", "  meshctl mirror petdetails v2 --percent 10"})
public final class Mirror extends RegistryCommand {

    @Mixin
    private final ServiceParameter service = new ServiceParameter();

    @Parameters(index = "1", arity = "0..1", paramLabel = "<version>", description = "Who gets the copies.")
    private @Nullable String version;

    @Option(names = "--percent", paramLabel = "<percent>", description = "Of the requests; default all.")
    private @Nullable String percent;

    @Option(names = "--off", description = "No more copies: to this version, or to nobody if none is named.")
    private boolean off;

    @Mixin
    private final ForceOption force = new ForceOption();

    @Mixin
    private final RouteOption route = new RouteOption();

    @Mixin
    private final WriteOptions write = new WriteOptions();

    public Mirror(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Writer writer = new Writer(registry(), printer(), shell().outAnsi(), write);
        if (off) {
            Stored before = registry().stored(service.name());
            String what = version == null ? "no mirror" : "no mirror to " + version;
            String after = RuleEdits.withoutMirror(service.name(), before.text(), route.chosen, version);
            writer.put(before, after, what + route.words(), what + route.words());
            return 0;
        }
        if (version == null) {
            throw new Failure(Exit.USAGE, "no version (expected: who gets the copies, or --off)");
        }
        String share = percent == null ? null : Percent.check("--percent", percent);
        if (!force.given) {
            new Versions(registry()).check(service.name(), version);
        }
        Stored before = registry().stored(service.name());
        String after = RuleEdits.mirror(service.name(), before.text(), route.chosen, version, share);
        String what = "mirror " + (share == null ? "all" : share + "%") + " to " + version + route.words();
        writer.put(before, after, what, what);
        return 0;
    }
}
