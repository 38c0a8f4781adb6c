package dev.weft.registry.check;

import dev.weft.mesh.document.StoredRules;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.ServiceRules;
import org.jspecify.annotations.Nullable;

/**
 * What a service's callers are told where people and Kubernetes' HTTPRoutes both say something of it: one text of all that is
 * to be obeyed. What people have stored is stronger, since somebody has done it on purpose and may undo it.
 *
 * @param text to obey, or null if there is none
 * @param hidden why the routes of the HTTPRoutes are not in it, or null if they are, or if there are none
 */
public record Layered(@Nullable String text, @Nullable String hidden) {

    private static final DocumentReader READER = new DocumentReader();
    private static final String SOURCE = "what is stored";

    /**
     * Of the two texts of a service.
     *
     * @param stored by people, or null
     * @param routes HTTPRoutes, which are for this service only, or null
     */
    public static Layered of(ServiceName service, @Nullable String stored, @Nullable String routes) {
        if (stored == null || routes == null) {
            return new Layered(stored == null ? routes : stored, null);
        }
        String both = stored + "\n---\n" + routes;
        String hidden =
                hasRoutes(service, stored) ? "the store has routes of its own for " + service : problem(service, both);
        return hidden == null ? new Layered(both, null) : new Layered(stored, hidden);
    }

    private static boolean hasRoutes(ServiceName service, String stored) {
        return StoredRules.read(SOURCE, service, stored, ServiceRules.defaults(), Conditions.ASSUMED)
                .documents()
                .stream()
                .anyMatch(document -> document.parts().contains(Part.ROUTES));
    }

    /** A newer registry's document can't be read here either: then callers get it as it is. */
    private static @Nullable String problem(ServiceName service, String both) {
        try {
            READER.read(SOURCE, service, both);
            return null;
        } catch (RefusedDocumentException e) {
            return "it can't be in force beside " + e.getMessage();
        }
    }
}
