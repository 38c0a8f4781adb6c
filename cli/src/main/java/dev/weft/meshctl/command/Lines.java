package dev.weft.meshctl.command;

import dev.weft.meshctl.output.Printable;
import java.util.ArrayList;
import java.util.List;

/** Lines of a name and what is said of it. */
final class Lines {

    private static final int WIDTH = 13;

    private final List<String> lines = new ArrayList<>();

    Lines add(String name, String said) {
        lines.add(name + " ".repeat(Math.max(1, WIDTH - name.length())) + Printable.line(said));
        return this;
    }

    String text() {
        return String.join("\n", lines);
    }
}
