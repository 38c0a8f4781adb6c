package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.output.Ansi;
import dev.weft.meshctl.output.Printable;
import dev.weft.meshctl.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Tells how the registry's peers are, and their clients. */
final class StatusWords {

    private final JsonNode peers;
    private final Ansi ansi;

    StatusWords(JsonNode peers, Ansi ansi) {
        this.peers = peers;
        this.ansi = ansi;
    }

    String text(boolean all) {
        List<String> parts = new ArrayList<>();
        parts.add(registries());
        parts.addAll(remarks());
        Table clients = new ClientTable(peers).table(all);
        if (!clients.isEmpty()) {
            parts.add("\n" + clients.text(ansi));
        }
        return String.join("\n", parts);
    }

    private String registries() {
        Table table =
                new Table("REGISTRY", "STORE", "GENERATION", "REVISION", "DATABASE", "CLIENTS", "LAGGING", "REFUSING");
        for (JsonNode peer : peers) {
            JsonNode status = peer.path("status");
            if (status.isObject()) {
                table.row(
                        peer.path("registry").asText(),
                        id(status.path("store")),
                        status.path("store").path("generation").asText(),
                        status.path("store").path("revision").asText(),
                        status.path("database").path("ok").asBoolean() ? "ok" : "trouble",
                        status.path("watchers").asText(),
                        status.path("lagging").size(),
                        status.path("refusals").size());
            } else {
                table.row(peer.path("registry").asText(), "-", "-", "-", "-", "-", "-", "-");
            }
        }
        return table.text(ansi);
    }

    /** Enough of it to tell stores apart. */
    private static String id(JsonNode store) {
        String id = store.path("id").asText();
        return id.indexOf('-') > 0 ? id.substring(0, id.indexOf('-')) : id;
    }

    /** Registries that are peers share one database. */
    private boolean storesDiffer() {
        Set<String> ids = new TreeSet<>();
        peers.forEach(peer -> ids.add(peer.at("/status/store/id").asText()));
        ids.remove("");
        return ids.size() > 1;
    }

    private List<String> remarks() {
        Set<String> remarks = new TreeSet<>();
        if (storesDiffer()) {
            remarks.add(
                    "the registries have different stores: what is stored at one is not known to the others (expected:"
                            + " peers share one database)");
        }
        for (JsonNode peer : peers) {
            String name = peer.path("registry").asText();
            JsonNode status = peer.path("status");
            if (peer.has("problem")) {
                remarks.add(name + ": " + peer.path("problem").asText());
            } else if (!status.path("database").path("ok").asBoolean()) {
                remarks.add(name + ": writes are refused: "
                        + status.path("database").path("problem").asText());
            }
            if (status.has("settled") && !status.path("settled").asBoolean()) {
                String changes = status.path("takesChanges").asBoolean(true) ? "" : ", and changes have to wait";
                remarks.add(name + ": has just started, and may not know all instances yet" + changes);
            }
            JsonNode leases = status.path("leases");
            if (leases.path("paused").asBoolean()) {
                remarks.add(name + ": no lease ends for now ("
                        + leases.path("silent").asText() + " of "
                        + leases.path("instances").asText()
                        + " instances silent): the fault may be the registry's");
            }
            remarks.addAll(httpRoutes(name, status.path("httpRoutes")));
            for (JsonNode service : status.path("leftHttpRoutes")) {
                remarks.add(name + ": HTTPRoutes of " + service.asText()
                        + " are in force as they were last read, and it does not read them (meshctl delete "
                        + service.asText() + " --httproutes takes them away)");
            }
            JsonNode ahead = status.path("ahead");
            if (ahead.isObject()) {
                remarks.add(name + ": its store is older than what clients know, or of another history (" + id(ahead)
                        + ", generation " + ahead.path("generation").asText() + ", revision "
                        + ahead.path("revision").asText() + ", known to "
                        + ahead.path("instance").asText() + "), so they take nothing from it: meshctl adopt declares"
                        + " it valid");
            }
        }
        return remarks.stream()
                .map(remark -> ansi.yellow(Printable.line(remark)))
                .toList();
    }

    /** Of the routes themselves all peers say the same, which is said once. */
    private static List<String> httpRoutes(String name, JsonNode httpRoutes) {
        List<String> remarks = new ArrayList<>();
        if (httpRoutes.path("problem").isTextual()) {
            remarks.add(name + ": HTTPRoutes: " + httpRoutes.path("problem").asText());
        }
        for (JsonNode route : httpRoutes.path("routes")) {
            if (!route.path("accepted").asBoolean() || route.path("hidden").asBoolean()) {
                remarks.add("HTTPRoute " + route.path("name").asText() + " for "
                        + route.path("service").asText() + ": "
                        + route.path("message").asText());
            }
        }
        return remarks;
    }
}
