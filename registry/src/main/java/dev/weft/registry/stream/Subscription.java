package dev.weft.registry.stream;

import dev.weft.registry.store.Revision;
import dev.weft.registry.store.Snapshot;
import dev.weft.registry.store.StorePosition;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A service as one client watches it: what it has been sent, and what it makes of it. What was sent is known to whoever
 * writes to the client, one thread at a time; others see it a moment later.
 */
final class Subscription {

    private final ServiceFeed feed;
    private final Watcher watcher;
    private final @Nullable StorePosition known;
    private final boolean again;
    private final AtomicBoolean marked = new AtomicBoolean();

    private volatile long endpointsSent;
    private volatile boolean begun;
    private volatile @Nullable RuleEvents rulesSent;
    private volatile List<Withheld> withheld = List.of();
    private volatile @Nullable Report report;
    private volatile boolean follows = true;

    /**
     * @param endpoints the version that the client knows, or {@link EndpointEvents#NONE}
     * @param known where the store was when the rules were last changed that the client knows, or null
     * @param again whether it is to be told them all the same
     */
    Subscription(ServiceFeed feed, Watcher watcher, long endpoints, @Nullable StorePosition known, boolean again) {
        this.feed = feed;
        this.watcher = watcher;
        this.endpointsSent = endpoints;
        this.known = known;
        this.again = again;
        // What a client knows it goes by.
        this.report =
                known == null ? null : new Report(feed.service().value(), known.revision(), known.stamp(), true, null);
    }

    ServiceFeed feed() {
        return feed;
    }

    /** Something of the service has changed. */
    void mark() {
        if (marked.compareAndSet(false, true)) {
            watcher.changed(this);
        }
    }

    /** Whether the client may go on by this store depends on what it knew when it came. On the stream's thread. */
    void judge(Snapshot store) {
        follows = known == null || store.mayFollow(known);
    }

    /** What has been sent was perhaps not all: it is to be sent whole once more. Called by whoever writes. */
    void forget() {
        endpointsSent = EndpointEvents.NONE;
        begun = false;
    }

    /** Hands out what the client is to be told. */
    void drain(Features features, Consumer<byte[]> events) {
        // Before anything is read: what changes later marks it once more.
        marked.set(false);
        EndpointEvents endpoints = feed.endpoints();
        if (!begun || endpoints.version() != endpointsSent) {
            events.accept(endpoints.since(endpointsSent));
            endpointsSent = endpoints.version();
            begun = true;
        }
        RuleEvents rules = feed.rules();
        if (rules != rulesSent) {
            List<Withheld> left = rules.withheld(features);
            if (rulesSent != null || again || !rules.position().equals(known)) {
                events.accept(rules.event(left, follows));
            }
            withheld = left;
            rulesSent = rules;
        }
    }

    void report(Report made) {
        report = made;
    }

    /** What the client named when it came, or null. */
    @Nullable
    StorePosition known() {
        return known;
    }

    /** Whether it speaks of what another history has at the same place. */
    private static boolean isOther(Report report, @Nullable RuleEvents sent) {
        return sent != null
                && report.revision() == sent.position().revision()
                && report.stamp() != Revision.NO_STAMP
                && report.stamp() != sent.position().stamp();
    }

    ClientView.Service view(Versions versions) {
        RuleEvents rules = rulesSent;
        Report last = report;
        return new ClientView.Service(
                feed.service().value(),
                begun ? versions.text(endpointsSent) : null,
                rules == null ? null : rules.position().revision(),
                last == null || !last.applied() || isOther(last, rules) ? null : last.revision(),
                last == null || last.applied() ? null : new ClientView.Refusal(last.revision(), last.reason()),
                withheld);
    }
}
