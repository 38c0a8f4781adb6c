package dev.weft.meshctl.command;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.document.ServiceDocument;
import dev.weft.meshctl.output.Listing;
import dev.weft.meshctl.registry.Registry;
import dev.weft.meshctl.registry.Stored;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        customSynopsis = "meshctl apply [OPTIONS] -f <file>...",
        description = {
            "Store the rules that files have: documents in Weft's shape or HTTPRoutes, of one service or several.",
            "Nothing is stored unless all of them can be used."
        },
        footer = {
            "",
            "Examples:",
            "  meshctl apply -f rules/ -m 'as reviewed'",
            "  meshctl apply -f - --dry-run <petdetails.yml"
        })
public final class Apply extends RegistryCommand {

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "<file>",
            description = "A file, a folder, or - for the input; may be given several times.")
    private List<String> files = List.of();

    @Mixin
    private final WriteOptions write = new WriteOptions();

    public Apply(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        // First, since the input may have the password before the documents.
        Registry registry = registry();
        Collection<ServiceDocument> documents = new Sources(shell()).read(files);
        if (write.revision != null && documents.size() > 1) {
            throw new Failure(Exit.USAGE, "--if-revision for several services (expected: one)");
        }
        Trials trials = new Trials(registry);
        documents.forEach(trials::run);
        try (Listing listing = printer().listing()) {
            Writer writer = new Writer(registry, listing, shell().outAnsi(), write);
            Unregistered unregistered = new Unregistered(registry, printer());
            for (ServiceDocument document : documents) {
                Stored before = registry.stored(document.service());
                writer.put(before, document.text(), "apply " + document.source(), "as in " + document.source());
                unregistered.remark(document.service());
            }
        }
        return 0;
    }
}
