package dev.weft.meshctl.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every change of rules can be told. */
final class WriteOptions {

    @Option(
            names = {"-m", "--comment"},
            paramLabel = "<why>",
            description = "Why, in one line, for the history.")
    @Nullable
    String comment;

    @Option(
            names = "--if-revision",
            paramLabel = "<number>",
            description = "Only if the rules are still those of this revision; default: those that are there now.")
    @Nullable
    Long revision;

    @Option(names = "--dry-run", description = "Check it and show what would change, but change nothing.")
    boolean dryRun;

    String commentOr(String standard) {
        return comment == null ? standard : comment;
    }
}
