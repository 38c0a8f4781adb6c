package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "adopt",
        description = {
            "Declare that the store as it is now holds: after it was restored from a backup, or replaced by another one.",
            "Until then clients keep to what they have seen that is newer."
        },
        footer = {"", "Example:", "  meshctl adopt"})
public final class Adopt extends RegistryCommand {

    @Option(
            names = {"-m", "--comment"},
            paramLabel = "<why>",
            description = "Why, in one line, for those who ask later.")
    private String comment = "";

    public Adopt(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        JsonNode store = registry().adopt(comment);
        printer()
                .answer(
                        store,
                        () -> "store " + store.path("id").asText() + " holds, at revision "
                                + store.path("revision").asText() + " (generation "
                                + store.path("generation").asText() + ")");
        return 0;
    }
}
