package dev.weft.mesh.rules;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import org.jspecify.annotations.Nullable;

/**
 * Who gets requests, by name.
 *
 * @param service or null for the service whose rules these are
 * @param subset the part of its endpoints
 */
public record DestinationKey(@Nullable ServiceName service, Subset subset) {

    /** All endpoints of the service whose rules these are. */
    public static final DestinationKey WHOLE = new DestinationKey(null, Subset.ALL);

    /** In words: the part, after the service where it is another one; nothing for the whole service. */
    @Override
    public String toString() {
        String part = subset.toString();
        if (service == null) {
            return part;
        }
        return part.isEmpty() ? service.value() : service + " " + part;
    }
}
