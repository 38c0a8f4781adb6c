package dev.weft.mesh.rules;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a caller gets when its call ends in breaker open, limit, no endpoint or deadline. */
public sealed interface Fallback {

    /**
     * The answer of somebody else.
     *
     * @param service who is asked, or null for the service that was called
     * @param subset the part of it
     */
    record To(@Nullable ServiceName service, Subset subset) implements Fallback {

        /** Its name. */
        public DestinationKey key() {
            return new DestinationKey(service, subset);
        }
    }

    /**
     * A fixed answer.
     *
     * @param status 200 to 599
     * @param headers its fields
     * @param body text, may be empty; where the status allows none, it is
     */
    record Answer(int status, Map<String, String> headers, String body) implements Fallback {

        private static final Set<Integer> BODILESS = Set.of(204, 205, 304);

        public Answer {
            headers = Map.copyOf(headers);
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
            }
            if (BODILESS.contains(status) && !body.isEmpty()) {
                throw new IllegalArgumentException("body: a text with status " + status + " (expected: none with it)");
            }
            headers.forEach(HttpText::checkField);
            HttpText.checkOnce(headers.keySet());
        }
    }
}
