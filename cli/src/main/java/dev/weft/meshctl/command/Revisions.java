package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.output.Ansi;
import dev.weft.meshctl.output.Table;

/** Shows revisions, a line each. */
final class Revisions {

    private static final int SECONDS = "2026-11-21T19:09:12".length();

    private Revisions() {}

    static String table(JsonNode revisions, Ansi ansi) {
        Table table = new Table("REVISION", "SERVICE", "ACTION", "AUTHOR", "TIME", "COMMENT");
        revisions.forEach(revision -> table.row(
                revision.path("revision").asText(),
                revision.path("service").asText(),
                action(revision),
                revision.path("author").asText(),
                time(revision),
                revision.path("comment").asText()));
        return table.text(ansi);
    }

    private static String action(JsonNode revision) {
        String action = revision.path("action").asText();
        return revision.has("restores")
                ? action + " to " + revision.path("restores").asText()
                : action;
    }

    /** To the second. */
    static String time(JsonNode revision) {
        String time = revision.path("time").asText();
        return time.length() > SECONDS ? time.substring(0, SECONDS) + "Z" : time;
    }
}
