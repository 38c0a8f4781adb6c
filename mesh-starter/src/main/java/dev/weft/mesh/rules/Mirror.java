package dev.weft.mesh.rules;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import org.jspecify.annotations.Nullable;

/**
 * A copy of requests for somebody else to see; nobody waits for its answer.
 *
 * @param service who gets it, or null for the service that was called
 * @param subset the part of it
 * @param share of the requests
 * @param credentials whether the copy keeps {@code Authorization} and {@code Cookie}
 */
public record Mirror(@Nullable ServiceName service, Subset subset, Share share, boolean credentials) {}
