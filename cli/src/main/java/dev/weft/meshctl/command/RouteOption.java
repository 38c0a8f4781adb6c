package dev.weft.meshctl.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of a service's routes a command changes. */
final class RouteOption {

    @Option(
            names = "--route",
            paramLabel = "<route>",
            description = "The route's name, or its number from 0; default: the one that takes every request.")
    @Nullable
    String chosen;

    /** Behind what is said of it. */
    String words() {
        return chosen == null ? "" : " on route " + chosen;
    }
}
