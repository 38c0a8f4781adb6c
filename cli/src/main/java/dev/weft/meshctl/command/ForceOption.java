package dev.weft.meshctl.command;

import picocli.CommandLine.Option;

/** Whether requests may be sent where {@link Versions} would not have them sent. */
final class ForceOption {

    @Option(names = "--force", description = "Even to a version that no instance runs.")
    boolean given;
}
