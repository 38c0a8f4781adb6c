package dev.weft.registry.api;

import dev.weft.registry.check.DocumentReader;
import dev.weft.registry.store.Change;
import dev.weft.registry.store.Precondition;
import dev.weft.registry.store.Revision;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.store.StaleRevisionException;
import dev.weft.registry.store.StoreBehindException;
import dev.weft.registry.store.StorePosition;
import dev.weft.registry.stream.Watchers;
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
    private final Watchers watchers;

    RuleWriter(RuleStore store, DocumentReader reader, Watchers watchers) {
        this.store = store;
        this.reader = reader;
        this.watchers = watchers;
    }

    Revision make(Change change, Precondition condition) {
        if (change.document() != null) {
            reader.read(change.service().value(), change.service(), change.document());
        }
        refuseIfBehind();
        try {
            return store.commit(change, condition);
        } catch (StaleRevisionException e) {
            throw stale(change, condition, e.latest());
        }
    }

    /** Else the store would one day come to the numbers that clients know, and say something else by them. */
    private void refuseIfBehind() {
        StorePosition position = store.snapshot().position();
        StorePosition ahead = watchers.ahead(position);
        if (ahead != null && ahead.store().equals(position.store())) {
            throw new StoreBehindException(position, ahead);
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
