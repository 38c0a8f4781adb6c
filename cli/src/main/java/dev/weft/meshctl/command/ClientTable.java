package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.output.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the clients of the registry's peers by the services that they watch.
 *
 * @param peers each with its {@code clients}
 */
record ClientTable(JsonNode peers) {

    /** @param all or only those that lag behind, refuse rules or lack what rules need */
    Table table(boolean all) {
        Table table = new Table("CLIENT", "STARTER", "RULES OF", "SENT", "APPLIED", "REMARK");
        for (JsonNode peer : peers) {
            for (JsonNode client : peer.path("clients")) {
                client.path("services").forEach(watched -> addTo(table, client, watched, all));
            }
        }
        return table;
    }

    private static void addTo(Table table, JsonNode client, JsonNode watched, boolean all) {
        long sent = watched.path("sent").asLong();
        boolean late = sent > 0 && watched.path("applied").asLong() != sent;
        String remark = remark(watched);
        if (all || late || !remark.isEmpty()) {
            table.row(
                    client.path("instance").asText(),
                    client.path("starter").asText("-"),
                    watched.path("name").asText(),
                    sent,
                    watched.path("applied").asText("-"),
                    remark.isEmpty() && late ? "lags behind" : remark);
        }
    }

    private static String remark(JsonNode watched) {
        List<String> remarks = new ArrayList<>();
        JsonNode refused = watched.path("refused");
        if (refused.isObject()) {
            remarks.add("refused " + refused.path("revision").asText() + ": "
                    + refused.path("reason").asText("no reason said"));
        }
        for (JsonNode withheld : watched.path("withheld")) {
            List<String> needs = new ArrayList<>();
            withheld.path("needs").forEach(need -> needs.add(need.asText()));
            remarks.add(
                    withheld.path("part").asText() + " withheld: its starter doesn't know " + String.join(", ", needs));
        }
        return String.join("; ", remarks);
    }
}
