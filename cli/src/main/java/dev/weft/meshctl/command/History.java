package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.output.Ansi;
import dev.weft.meshctl.output.Answers;
import dev.weft.meshctl.output.Listing;
import dev.weft.meshctl.output.Printable;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.registry.Names;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        description = "Show who changed what, when and why, the latest first.",
        footer = {"", "Examples:", "  meshctl history", "  meshctl history petdetails --diff --limit 3"})
public final class History extends RegistryCommand {

    @Parameters(arity = "0..1", paramLabel = "<service>", description = "Its logical name; default: all services.")
    private @Nullable String service;

    @Option(
            names = "--limit",
            paramLabel = "<number>",
            defaultValue = "50",
            description = "So many at most, up to 500; default ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--origin",
            paramLabel = "<origin>",
            description = "Only what people have done (people), or what Kubernetes has said (httproutes).")
    private @Nullable String origin;

    @Option(names = "--diff", description = "What each has changed, too.")
    private boolean diff;

    public History(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        String name = service == null ? null : Names.service(service);
        JsonNode revisions = registry().history(name, origin, limit).path("revisions");
        if (name != null && origin == null && revisions.isEmpty()) {
            throw new Failure(
                    Exit.NOT_FOUND,
                    "nothing was ever stored for " + name + " (expected: a service that meshctl history lists)");
        }
        Printer printer = printer();
        if (diff) {
            try (Listing listing = printer.listing()) {
                revisions.forEach(revision -> show(listing, revision));
            }
        } else {
            printer.answer(revisions, () -> Revisions.table(revisions, printer.ansi()));
        }
        return 0;
    }

    private void show(Answers answers, JsonNode listed) {
        JsonNode revision = registry()
                .revision(
                        listed.path("service").asText(), listed.path("revision").asLong());
        Ansi ansi = printer().ansi();
        answers.answer(
                revision,
                () -> ansi.bold(Printable.line(title(revision))) + "\n"
                        + ansi.diff(Printable.text(revision.path("diff").asText())) + "\n");
    }

    private static String title(JsonNode revision) {
        String comment = revision.path("comment").asText();
        return "revision " + revision.path("revision").asText() + " of "
                + revision.path("service").asText() + ", "
                + revision.path("action").asText() + " by "
                + revision.path("author").asText() + " at "
                + Revisions.time(revision) + (comment.isEmpty() ? "" : ": " + comment);
    }
}
