package dev.weft.meshctl.command;

import dev.weft.meshctl.output.Ansi;
import dev.weft.meshctl.output.Printable;

/** Shows differences, and whose they are. */
final class Diffs {

    private Diffs() {}

    /** @param diff a unified one, whose two first lines name revisions */
    static String of(String service, String diff, Ansi ansi) {
        String named = Printable.text(diff)
                .replaceFirst("^--- ", "--- " + service + " ")
                .replaceFirst("\n\\+\\+\\+ ", "\n+++ " + service + " ");
        return ansi.diff(named);
    }
}
