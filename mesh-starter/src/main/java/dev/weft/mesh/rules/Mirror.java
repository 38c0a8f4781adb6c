package dev.weft.mesh.rules;

import dev.weft.mesh.model.HeaderFields;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A copy of requests for somebody else to see; nobody waits for its answer.
 *
 * @param service who gets it, or null for the service that was called
 * @param subset the part of it
 * @param share of the requests
 * @param credentials those of {@code authorization}, {@code cookie} and {@code proxy-authorization} that the copy keeps
 */
public record Mirror(@Nullable ServiceName service, Subset subset, Share share, Set<String> credentials) {

    private static final List<String> WITHHELD = List.of("authorization", "cookie", "proxy-authorization");

    public Mirror {
        credentials =
                credentials.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        for (String name : credentials) {
            if (!WITHHELD.contains(name)) {
                throw new IllegalArgumentException("credentials: \"" + name
                        + "\" (expected: authorization, cookie or proxy-authorization; a copy has every other header)");
            }
        }
    }

    /** Takes the credentials that are not meant for the copy's receiver from its fields. */
    void withhold(HeaderFields fields) {
        for (String name : WITHHELD) {
            if (!credentials.contains(name)) {
                fields.remove(name);
            }
        }
    }

    /** The receiver in words, share left out. */
    @Override
    public String toString() {
        return new DestinationKey(service, subset).toString();
    }
}
