package dev.weft.mesh.balance;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the client itself runs, and who calls beside it.
 *
 * @param zone its zone, or null when unknown
 * @param callers instances of its own service by zone, itself included; empty when unknown
 * @param index the client's place among its peers, from 0: the instances of its own service that are in its zone, or all of
 *     them where the zone is unknown
 * @param peers how many these are, itself included; 1 when unknown
 */
public record Locality(@Nullable String zone, Map<String, Integer> callers, int index, int peers) {

    /** Nothing is known. */
    public static final Locality UNKNOWN = new Locality(null, Map.of());

    public Locality {
        callers = Map.copyOf(callers);
        if (index < 0 || index >= peers) {
            throw new IllegalArgumentException(
                    "index: " + index + " of " + peers + " (expected: 0 to the number less 1)");
        }
    }

    /** A client that knows of no peers. */
    public Locality(@Nullable String zone, Map<String, Integer> callers) {
        this(zone, callers, 0, 1);
    }
}
