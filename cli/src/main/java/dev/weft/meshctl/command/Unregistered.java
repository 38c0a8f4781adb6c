package dev.weft.meshctl.command;

import dev.weft.meshctl.Failure;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.registry.Fleet;
import dev.weft.meshctl.registry.Registry;
import java.util.List;

/** Remarks on services that nobody is registered as: their rules may come first, or their names are misspelled. */
final class Unregistered {

    private final List<String> known;
    private final Printer printer;

    Unregistered(Registry registry, Printer printer) {
        this.known = services(registry);
        this.printer = printer;
    }

    private static List<String> services(Registry registry) {
        try {
            return new Fleet(registry).services();
        } catch (Failure e) {
            // What was asked for is done all the same.
            return List.of();
        }
    }

    void remark(String service) {
        // Hosts outside, which have a dot, are never registered.
        if (!known.isEmpty() && !known.contains(service) && service.indexOf('.') < 0) {
            printer.note("no such service is registered yet: " + service + " (nearest: "
                    + String.join(" or ", Spelling.nearest(service, known)) + ")");
        }
    }
}
