package dev.weft.registry.kubernetes;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.api.HttpRoutesView;
import dev.weft.registry.api.RuleWriter;
import dev.weft.registry.check.DocumentReader;
import dev.weft.registry.check.ForeignRoutes;
import dev.weft.registry.store.Change;
import dev.weft.registry.store.Origin;
import dev.weft.registry.store.Precondition;
import dev.weft.registry.store.Revision;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.store.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps what the store has of HTTPRoutes as the API server has it, and the routes' status as both are.
 *
 * <p>Every peer does so, and none leads. A look reads the store, then the API server as it is at that moment, and writes only
 * where the store is still as it was read. So whatever is overwritten was read from the API server before that moment, and
 * nobody goes back to what is older, however late their watch is. Who finds nothing to change writes nothing, and who has
 * written what it sees does not write it again: see {@link Writes}. What was read in another namespace is not this
 * registry's to write over: see {@link ForeignRoutes}. A look comes with each change of either side, and
 * otherwise as often as makes good what was missed.
 */
final class RouteSync implements SmartLifecycle {

    /** Changes that come together are looked at together. */
    private static final Duration TOGETHER = Duration.ofMillis(100);

    private static final Duration AT_LEAST = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** So long the end waits for a look: what is stored by then is whole. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String AUTHOR = "kubernetes";

    private final RouteApi api;
    private final RuleStore store;
    private final RuleWriter writer;
    private final SyncState state;
    private final Writes writes;
    private final StatusWriter statuses;
    private final Clock clock;
    private final DocumentReader reader = new DocumentReader();
    private final Looks looks = new Looks("http-routes", this::look, AT_LEAST);
    private volatile boolean running;

    /** What has become of a service's routes in the store. */
    private enum Kept {
        /** They are there, or what was good before. */
        DONE,
        /** They will be. */
        SOON,
        /** Others are, by another registry. */
        DISPUTED
    }

    RouteSync(RouteApi api, RuleStore store, RuleWriter writer, SyncState state, Writes writes, Clock clock) {
        this.api = api;
        this.store = store;
        this.writer = writer;
        this.state = state;
        this.writes = writes;
        this.statuses = new StatusWriter(api);
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        api.watch(this::want);
        store.onChange(this::want);
        looks.after(Duration.ZERO);
    }

    private void want() {
        looks.after(TOGETHER);
    }

    private void look() {
        if (!running) {
            return;
        }
        try {
            settle();
        } catch (RuntimeException e) {
            if (Trouble.isOvertaken(e)) {
                want();
            } else if (running) {
                state.failed(Trouble.words(e, api.namespace()));
                looks.after(RETRY);
            }
        }
    }

    private void settle() {
        Snapshot before = store.latest();
        writes.observe(before.routes(), System.nanoTime());
        long doubts = api.doubts();
        List<HttpRoute> routes = api.list();
        Map<ServiceName, ServiceRoutes> services = ServiceRoutes.of(routes, reader);
        Set<ServiceName> names = new TreeSet<>(services.keySet());
        names.addAll(before.routes().keySet());
        ForeignRoutes foreign = ForeignRoutes.of(api.namespace(), before.routes());
        names.removeAll(foreign.namespaces().keySet());
        Map<ServiceName, Kept> kept = new TreeMap<>();
        for (ServiceName service : names) {
            Writes.Seen seen = Writes.Seen.of(before.position(), doubts, services.get(service));
            kept.put(service, keep(service, services.get(service), before, seen));
        }
        List<String> problems = new ArrayList<>(disputes(kept));
        problems.addAll(foreign.problems());
        List<HttpRoutesView.Route> shown = tell(routes, services, kept, foreign, problems);
        Throwable deaf = api.deafness(AT_LEAST);
        if (deaf != null) {
            problems.add(Trouble.unheard(deaf, api.namespace(), AT_LEAST));
        }
        state.done(clock.instant(), shown, problems.isEmpty() ? null : String.join("; ", problems));
    }

    private Kept keep(ServiceName service, @Nullable ServiceRoutes its, Snapshot before, Writes.Seen seen) {
        Revision kept = before.routesOf(service);
        boolean lastGoodStays = its != null && its.text() == null;
        String text = its == null ? null : its.text();
        if (lastGoodStays || Objects.equals(text, kept == null ? null : kept.document())) {
            return Kept.DONE;
        }
        if (!writes.isNew(service, seen)) {
            return Kept.DISPUTED;
        }
        Duration pause = writes.pause(service, System.nanoTime());
        if (!pause.isZero() || !running) {
            looks.after(pause);
            return Kept.SOON;
        }
        Revision made = writer.make(
                new Change(service, Origin.HTTP_ROUTES, AUTHOR, comment(its), text, null),
                new Precondition.At(before.position().at(kept)));
        writes.wrote(service, seen, made, System.nanoTime());
        return Kept.DONE;
    }

    private static String comment(@Nullable ServiceRoutes its) {
        String words = its == null ? "no HTTPRoute" : "HTTPRoute " + String.join(", ", its.routes());
        return words.substring(0, Math.min(words.length(), Change.MAX_COMMENT));
    }

    private static List<String> disputes(Map<ServiceName, Kept> kept) {
        return kept.entrySet().stream()
                .filter(its -> its.getValue() == Kept.DISPUTED)
                .map(its -> Verdict.disputed(its.getKey()).message())
                .toList();
    }

    /** Of a route that another registry disputes nothing is written: the one that has the last word says what is. */
    private List<HttpRoutesView.Route> tell(
            List<HttpRoute> routes,
            Map<ServiceName, ServiceRoutes> services,
            Map<ServiceName, Kept> kept,
            ForeignRoutes foreign,
            List<String> problems) {
        Snapshot now = store.held();
        List<HttpRoutesView.Route> shown = new ArrayList<>();
        Map<HttpRoute, Map<HttpRoute.Parent, Verdict>> due = new LinkedHashMap<>();
        for (HttpRoute route : routes) {
            Map<HttpRoute.Parent, Verdict> verdicts = new LinkedHashMap<>();
            boolean isSettled = true;
            for (HttpRoute.Parent parent : route.parents()) {
                Kept its = kept(parent, kept);
                String namespace = foreign.namespace(parent.service());
                Verdict verdict = namespace == null
                        ? verdict(route, parent, its, services, now)
                        : Verdict.foreign(Objects.requireNonNull(parent.service()), namespace);
                isSettled &= its == Kept.DONE;
                verdicts.put(parent, verdict);
                shown.add(new HttpRoutesView.Route(
                        route.name(),
                        String.valueOf(parent.reference().get("name")),
                        verdict.accepted(),
                        verdict.hidden(),
                        verdict.message()));
            }
            if (isSettled) {
                due.put(route, verdicts);
            }
        }
        StatusWriter.Outcome outcome = statuses.write(due, clock.instant());
        problems.addAll(outcome.problems());
        if (outcome.again()) {
            looks.after(RETRY);
        }
        return shown;
    }

    private static Kept kept(HttpRoute.Parent parent, Map<ServiceName, Kept> kept) {
        return parent.service() == null ? Kept.DONE : kept.getOrDefault(parent.service(), Kept.DONE);
    }

    private static Verdict verdict(
            HttpRoute route,
            HttpRoute.Parent parent,
            Kept kept,
            Map<ServiceName, ServiceRoutes> services,
            Snapshot now) {
        ServiceName service = parent.service();
        return switch (kept) {
            case DONE -> Verdict.of(route, parent, service == null ? null : services.get(service), now);
            case SOON -> Verdict.soon();
            case DISPUTED -> Verdict.disputed(Objects.requireNonNull(service));
        };
    }

    @Override
    public void stop() {
        running = false;
        looks.stop(PATIENCE);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
