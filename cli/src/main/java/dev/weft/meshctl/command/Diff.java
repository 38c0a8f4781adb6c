package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.document.ServiceDocument;
import dev.weft.meshctl.output.Answers;
import dev.weft.meshctl.output.Listing;
import dev.weft.meshctl.registry.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = "Show what has changed between two revisions, or what files would change.",
        footer = {
            "",
            "Examples:",
            "  meshctl diff petdetails",
            "  meshctl diff petdetails --from 3 --to 7",
            "  meshctl diff -f rules/"
        })
public final class Diff extends RegistryCommand {

    @Parameters(arity = "0..1", paramLabel = "<service>", description = "Its logical name.")
    private @Nullable String service;

    @Option(names = "--from", paramLabel = "<number>", description = "A revision; default: the one before the other.")
    private @Nullable Long from;

    @Option(names = "--to", paramLabel = "<number>", description = "A revision; default: the latest.")
    private @Nullable Long to;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "<file>",
            description = "What apply would change: a file, a folder, or - for the input.")
    private List<String> files = List.of();

    public Diff(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        if (files.isEmpty()) {
            if (service == null) {
                throw new Failure(Exit.USAGE, "no service (expected: whose revisions, or -f with files)");
            }
            String name = Names.service(service);
            answer(printer(), name, registry().diff(name, from, to));
            return 0;
        }
        if (service != null || from != null || to != null) {
            throw new Failure(Exit.USAGE, "-f beside a service or revisions (expected: one of them)");
        }
        Trials trials = new Trials(registry());
        try (Listing listing = printer().listing()) {
            for (ServiceDocument document : new Sources(shell()).read(files)) {
                answer(
                        listing,
                        document.service(),
                        trials.run(document).path("diff").asText());
            }
        }
        return 0;
    }

    private void answer(Answers answers, String name, String diff) {
        ObjectNode data =
                new ObjectMapper().createObjectNode().put("service", name).put("diff", diff);
        answers.answer(data, () -> diff.isEmpty() ? name + ": no difference" : Diffs.of(name, diff, shell().outAnsi()));
    }
}
