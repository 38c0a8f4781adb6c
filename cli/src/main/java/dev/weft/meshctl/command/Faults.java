package dev.weft.meshctl.command;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.document.Fault;
import dev.weft.meshctl.document.RuleEdits;
import dev.weft.meshctl.registry.Stored;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "fault",
        description = "Make trouble on purpose for a part of a service's requests.",
        footer = {
            "",
            "Example:",
            "  meshctl fault petdetails --delay 2s --delay-percent 50 --status 503 --abort-percent 10"
        })
public final class Faults extends RegistryCommand {

    private static final Pattern TIME = Pattern.compile("[0-9]{1,9}(ns|us|ms|s|m|h|d)", Pattern.CASE_INSENSITIVE);

    @Mixin
    private final ServiceParameter service = new ServiceParameter();

    @Option(names = "--delay", paramLabel = "<time>", description = "How long requests are held up, as 500ms or 2s.")
    private @Nullable String delay;

    @Option(names = "--delay-percent", paramLabel = "<percent>", description = "Of the requests.")
    private @Nullable String delayPercent;

    @Option(names = "--status", paramLabel = "<status>", description = "What requests are answered with, 200 to 599.")
    private @Nullable Integer status;

    @Option(names = "--abort-percent", paramLabel = "<percent>", description = "Of the requests.")
    private @Nullable String abortPercent;

    @Option(names = "--off", description = "No more trouble.")
    private boolean off;

    @Mixin
    private final RouteOption route = new RouteOption();

    @Mixin
    private final WriteOptions write = new WriteOptions();

    public Faults(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Fault fault = off ? null : fault();
        Stored before = registry().stored(service.name());
        Writer writer = new Writer(registry(), printer(), shell().outAnsi(), write);
        if (fault == null) {
            String what = "no fault" + route.words();
            writer.put(before, RuleEdits.withoutFault(service.name(), before.text(), route.chosen), what, what);
        } else {
            String what = "fault: " + words(fault) + route.words();
            writer.put(before, RuleEdits.fault(service.name(), before.text(), route.chosen, fault), what, what);
        }
        return 0;
    }

    private Fault fault() {
        checkPair("--delay", delay, "--delay-percent", delayPercent);
        checkPair("--status", status, "--abort-percent", abortPercent);
        if (delay == null && status == null) {
            throw new Failure(
                    Exit.USAGE,
                    "no trouble (expected: --delay with --delay-percent, --status with"
                            + " --abort-percent, or --off)");
        }
        if (delay != null && !TIME.matcher(delay).matches()) {
            throw new Failure(
                    Exit.USAGE, "--delay: \"" + delay + "\" (expected: a time with its unit, such as 500ms, 2s or 1m)");
        }
        return new Fault(
                delay,
                delayPercent == null ? null : Percent.check("--delay-percent", delayPercent),
                status == null ? null : status.toString(),
                abortPercent == null ? null : Percent.check("--abort-percent", abortPercent));
    }

    private static void checkPair(String option, @Nullable Object value, String percent, @Nullable Object share) {
        if ((value == null) != (share == null)) {
            throw new Failure(
                    Exit.USAGE,
                    (value == null ? percent : option) + " alone (expected: " + option + " and " + percent + ")");
        }
    }

    private static String words(Fault fault) {
        String held = fault.delay() == null ? "" : fault.delayPercent() + "% wait " + fault.delay();
        String aborted = fault.status() == null ? "" : fault.abortPercent() + "% get " + fault.status();
        return held + (held.isEmpty() || aborted.isEmpty() ? "" : ", ") + aborted;
    }
}
