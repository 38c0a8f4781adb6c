package dev.weft.registry.stream;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.membership.MembershipChange;
import dev.weft.registry.membership.MembershipListener;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.store.Snapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The services that somebody watches, and what becomes of them. On demand: of a service that nobody watches nothing is
 * known here. All but what listens is called on the stream's thread.
 */
@Component
final class Feeds implements MembershipListener {

    /** So far apart are two tidings of one service: what happens between is told together. */
    private static final long APART = Duration.ofMillis(100).toNanos();

    /** So long a service is kept that nobody watches any more: whoever lost its stream goes on where it was. */
    private static final long KEPT = Duration.ofMinutes(1).toNanos();

    private final StreamThread thread;
    private final Members members;
    private final RuleStore store;
    private final Versions versions;
    private final Map<ServiceName, ServiceFeed> feeds = new HashMap<>();
    private boolean rulesDue;
    private long rulesTold = System.nanoTime() - APART;

    Feeds(StreamThread thread, Members members, RuleStore store, Versions versions) {
        this.thread = thread;
        this.members = members;
        this.store = store;
        this.versions = versions;
        store.onChange(() -> thread.execute(this::rulesChanged));
    }

    /** The service, from now on watched by what is made of it. */
    Subscription watch(ServiceName service, Function<ServiceFeed, Subscription> making) {
        ServiceFeed feed = feeds.computeIfAbsent(service, this::begin);
        Subscription subscription = making.apply(feed);
        feed.subscriptions().add(subscription);
        subscription.judge(store.held());
        return subscription;
    }

    private ServiceFeed begin(ServiceName service) {
        EndpointSet endpoints = EndpointSet.of(members.of(service), versions.next());
        return new ServiceFeed(
                service,
                new EndpointEvents(service, versions, endpoints),
                RuleEvents.of(service, store.held()),
                System.nanoTime() - APART);
    }

    void leave(Subscription subscription) {
        ServiceFeed feed = subscription.feed();
        feed.subscriptions().remove(subscription);
        if (feed.subscriptions().isEmpty()) {
            thread.schedule(() -> forget(feed), KEPT);
        }
    }

    private void forget(ServiceFeed feed) {
        if (feed.subscriptions().isEmpty()) {
            feeds.remove(feed.service(), feed);
        }
    }

    @Override
    public void changed(MembershipChange change) {
        if (ServiceName.isValid(change.service())) {
            ServiceName service = ServiceName.of(change.service());
            thread.execute(() -> changed(service, change.instance(), change.lapsed()));
        }
    }

    private void changed(ServiceName service, String instance, boolean lapsed) {
        ServiceFeed feed = feeds.get(service);
        if (feed == null) {
            return;
        }
        boolean due = !feed.changed().isEmpty();
        feed.changed().put(instance, lapsed);
        if (!due) {
            thread.schedule(() -> tellEndpoints(feed), feed.told() + APART - System.nanoTime());
        }
    }

    private void tellEndpoints(ServiceFeed feed) {
        Map<String, @Nullable Member> changes = new HashMap<>();
        Set<String> lapsed = new HashSet<>();
        Map<String, Boolean> changed = Map.copyOf(feed.changed());
        // First of all, or one that fails would be waited for by all that come after it.
        feed.changed().clear();
        changed.forEach((id, hasLapsed) -> StreamThread.apart(id + " of " + feed.service(), () -> {
            changes.put(id, members.find(feed.service(), id));
            if (hasLapsed) {
                lapsed.add(id);
            }
        }));
        EndpointSet before = feed.endpoints().endpoints();
        EndpointSet after = before.after(changes, lapsed, versions.next());
        EndpointEvents events = new EndpointEvents(feed.service(), versions, after);
        if (after.version() == before.version()) {
            feed.keep(events);
        } else {
            feed.tell(events, System.nanoTime());
        }
    }

    private void rulesChanged() {
        if (!rulesDue) {
            rulesDue = true;
            thread.schedule(this::tellRules, rulesTold + APART - System.nanoTime());
        }
    }

    private void tellRules() {
        rulesDue = false;
        rulesTold = System.nanoTime();
        Snapshot held = store.held();
        for (ServiceFeed feed : feeds.values()) {
            if (!held.lastAt(feed.service()).equals(feed.rules().position())) {
                StreamThread.apart(
                        "The rules of " + feed.service(), () -> feed.tell(RuleEvents.of(feed.service(), held), held));
            }
        }
    }
}
