package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
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
        })
public final class Rollback extends RegistryCommand {

    @Mixin
    private final ServiceParameter service = new ServiceParameter();

    @Option(
            names = "--to",
            paramLabel = "<number>",
            description = "The revision, 0 for nothing stored; default: the one before the latest.")
    private @Nullable Long to;

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

    public Rollback(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Stored before = registry().stored(service.name());
        long base = revision == null ? before.revision() : revision;
        JsonNode made = registry().rollback(service.name(), to, base, comment);
        new Writer(registry(), printer(), new WriteOptions()).report(before, made, words(made));
        return 0;
    }

    private static String words(JsonNode made) {
        long restored = made.path("restores").asLong();
        return restored == 0 ? "nothing is stored any more" : "as revision " + restored + " was";
    }
}
