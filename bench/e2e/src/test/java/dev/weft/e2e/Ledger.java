package dev.weft.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The visits ledger, read through the edge: how often each write of a load arrived. */
final class Ledger {

    private final Map<String, Integer> entries = new HashMap<>();

    private Ledger() {}

    /** The ledger as it stands. */
    static Ledger read(PetClinic clinic) throws IOException {
        Ledger ledger = new Ledger();
        String body = clinic.fleet().get(clinic.edge("/pet/123/visits")).body();
        for (JsonNode visit : new ObjectMapper().readTree(body)) {
            ledger.entries.merge(visit.get("reason").asText(), 1, Integer::sum);
        }
        return ledger;
    }

    /** How often the visit of this reason stands in the ledger. */
    int times(String reason) {
        return entries.getOrDefault(reason, 0);
    }
}
