package dev.weft.mesh.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pool would do with a request now.
 *
 * @param why what would decide, or null if nothing can be chosen
 * @param chosen the endpoint, or null if the draw decides, or nothing can be chosen
 * @param candidates every endpoint of the pool
 */
public record Outlook(Pick.@Nullable Why why, @Nullable EndpointState chosen, List<Candidate> candidates) {

    public Outlook {
        candidates = List.copyOf(candidates);
    }
}
