package dev.weft.registry.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client as people see it.
 *
 * @param missingFeatures the keys of rule documents that this registry knows and the client does not
 * @param since when its stream began
 */
public record ClientView(
        String service,
        String instance,
        String starter,
        List<String> missingFeatures,
        Instant since,
        List<Service> services) {

    public ClientView {
        missingFeatures = List.copyOf(missingFeatures);
        services = List.copyOf(services);
    }

    /**
     * A service that it watches.
     *
     * @param endpoints the version of the endpoints that it was sent
     * @param sent the revision of the rules that it was sent, or knew
     * @param applied the revision that it says is in force, or null if it has not said so
     * @param refused what it would not take, or null
     * @param withheld the parts that it was not sent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Service(
            String name,
            @Nullable String endpoints,
            @Nullable Long sent,
            @Nullable Long applied,
            @Nullable Refusal refused,
            List<Withheld> withheld) {

        public Service {
            withheld = List.copyOf(withheld);
        }

        /** Whether it goes by other rules than it was sent. */
        public boolean lags() {
            return sent != null && sent > 0 && !sent.equals(applied);
        }
    }

    /**
     * Rules that a client would not take.
     *
     * @param reason in its words
     */
    public record Refusal(long revision, @Nullable String reason) {}
}
