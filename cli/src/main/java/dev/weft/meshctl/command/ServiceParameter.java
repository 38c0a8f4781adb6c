package dev.weft.meshctl.command;

import dev.weft.meshctl.registry.Names;
import picocli.CommandLine.Parameters;

/** The service that a command is about. */
final class ServiceParameter {

    @Parameters(index = "0", paramLabel = "<service>", description = "Its logical name.")
    private String given = "";

    String name() {
        return Names.service(given);
    }
}
