package dev.weft.registry.api;

import dev.weft.registry.check.DocumentReader;
import dev.weft.registry.store.Change;
import dev.weft.registry.store.Precondition;
import dev.weft.registry.store.Revision;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.store.StaleRevisionException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/** Makes changes that can be used, and shows whoever comes second what the first one did. */
@Component
final class RuleWriter {

    private final RuleStore store;
    private final DocumentReader reader;

    RuleWriter(RuleStore store, DocumentReader reader) {
        this.store = store;
        this.reader = reader;
    }

    Revision make(Change change, Precondition condition) {
        if (change.document() != null) {
            reader.read(change.service().value(), change.service(), change.document());
        }
        try {
            return store.commit(change, condition);
        } catch (StaleRevisionException e) {
            throw stale(change, condition, e.latest());
        }
    }

    private ErrorResponseException stale(Change change, Precondition condition, @Nullable Revision latest) {
        long number = latest == null ? Revision.NONE : latest.number();
        String who = latest == null
                ? "nothing is stored for " + change.service()
                : "the rules of " + change.service() + " are at revision " + number + ", by " + latest.author() + " at "
                        + latest.time();
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("revision", number);
        if (latest != null) {
            more.put("current", RevisionView.with(latest, latest.document(), null));
        }
        if (condition instanceof Precondition.At base && base.number() < number) {
            Revision seen = store.find(change.service(), base.number());
            more.put("changed", Differences.between(seen, latest));
        }
        if (change.document() != null) {
            more.put("yours", Differences.between(latest, change.document()));
        }
        ErrorResponseException refusal = Refusals.of(
                HttpStatus.PRECONDITION_FAILED,
                who + " (expected: If-Match: " + ETags.of(number) + ", once you have seen what has changed)",
                more);
        refusal.getHeaders().setETag(ETags.of(number));
        return refusal;
    }
}
