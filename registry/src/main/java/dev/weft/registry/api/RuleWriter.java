package dev.weft.registry.api;

import dev.weft.registry.RegistryProperties;
import dev.weft.registry.check.DocumentReader;
import dev.weft.registry.store.Change;
import dev.weft.registry.store.Precondition;
import dev.weft.registry.store.Revision;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.store.Snapshot;
import dev.weft.registry.store.StaleRevisionException;
import dev.weft.registry.store.StoreBehindException;
import dev.weft.registry.store.StorePosition;
import dev.weft.registry.stream.Claim;
import dev.weft.registry.stream.Watchers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/** Makes changes that can be used, and shows whoever comes second what the first one did. */
@Component
public final class RuleWriter {

    private final RuleStore store;
    private final DocumentReader reader;
    private final Watchers watchers;
    private final RegistryProperties settings;

    RuleWriter(RuleStore store, DocumentReader reader, Watchers watchers, RegistryProperties settings) {
        this.store = store;
        this.reader = reader;
        this.watchers = watchers;
        this.settings = settings;
    }

    /**
     * Makes a change, or says why not.
     *
     * @return the latest revision, which may be one that says the same already
     * @throws ErrorResponseException if somebody else was first, or changes have to wait
     */
    public Revision make(Change change, Precondition condition) {
        if (change.document() != null) {
            reader.read(change.service().value(), change.service(), change.document());
        }
        refuseIfMoreMayBeKnown();
        try {
            return store.commit(change, condition);
        } catch (StaleRevisionException e) {
            throw stale(change, condition, e.latest());
        }
    }

    /**
     * Else a store that was restored from a backup would begin another history, beside the one that clients know. A store
     * that this process has begun has no history but the one that is made here, and a fresh fleet remembers none.
     */
    private void refuseIfMoreMayBeKnown() {
        if (ahead(store.snapshot()) != null) {
            // What was read last may only be old: that is no reason to ask for a backup.
            Snapshot now = store.latest();
            Claim ahead = ahead(now);
            if (ahead != null) {
                throw new StoreBehindException(now.position(), ahead.who(), ahead.position());
            }
        }
        if (mustWait()) {
            throw Refusals.settling(watchers.settlesIn());
        }
    }

    /** Whether changes have to wait, since clients that know more than the store may still come back. */
    boolean mustWait() {
        return !watchers.settled() && !store.isNew() && !settings.freshFleet();
    }

    private @Nullable Claim ahead(Snapshot now) {
        Claim ahead = watchers.ahead(now);
        return ahead != null && ahead.isOf(now.position()) ? ahead : null;
    }

    private ErrorResponseException stale(Change change, Precondition condition, @Nullable Revision latest) {
        Snapshot held = store.held();
        StorePosition position = held.position().at(latest);
        long number = position.revision();
        String who = latest == null
                ? "nothing is stored for " + change.service()
                : "the rules of " + change.service() + " are at revision " + number + ", by " + latest.author() + " at "
                        + latest.time();
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("revision", number);
        if (latest != null) {
            more.put("current", RevisionView.with(latest, latest.document(), null));
        }
        if (condition instanceof Precondition.At base) {
            if (!held.mayFollow(base.seen())) {
                who += ", and If-Match is of another store, or of what this one was before it was restored";
            } else if (base.seen().revision() < number) {
                Revision seen = store.find(change.service(), base.seen().revision());
                more.put("changed", Differences.between(seen, latest));
            } else if (base.seen().generation() < position.generation()) {
                who += ", and the store was declared valid since you read them";
            }
        }
        if (change.document() != null) {
            more.put("yours", Differences.between(latest, change.document()));
        }
        ErrorResponseException refusal = Refusals.of(
                HttpStatus.PRECONDITION_FAILED,
                who + " (expected: If-Match: " + ETags.of(position) + ", once you have seen what has changed)",
                more);
        refusal.getHeaders().setETag(ETags.of(position));
        return refusal;
    }
}
