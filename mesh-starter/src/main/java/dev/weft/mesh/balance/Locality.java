package dev.weft.mesh.balance;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the client itself runs.
 *
 * @param zone its zone, or null when unknown
 * @param callers instances of its own service by zone, itself included; empty when unknown
 */
public record Locality(@Nullable String zone, Map<String, Integer> callers) {

    /** Nothing is known. */
    public static final Locality UNKNOWN = new Locality(null, Map.of());

    public Locality {
        callers = Map.copyOf(callers);
    }
}
