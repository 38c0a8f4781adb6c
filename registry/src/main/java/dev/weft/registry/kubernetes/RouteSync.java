package dev.weft.registry.kubernetes;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.api.HttpRoutesView;
import dev.weft.registry.api.RuleWriter;
import dev.weft.registry.check.DocumentReader;
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
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps what the store has of HTTPRoutes as the API server has it, and the routes' status as both are.
 *
 * <p>Every peer does so, and none leads. A look reads the store, then the API server as it is at that moment, and writes only
 * where the store is still as it was read. So whatever is overwritten was read from the API server before that moment, and
 * nobody goes back to what is older, however late their watch is. Who finds nothing to change writes nothing. A look comes
 * with each change of either side, and otherwise as often as makes good what was missed.
 */
final class RouteSync implements SmartLifecycle {

    /** Changes that come together are looked at together. */
    private static final Duration TOGETHER = Duration.ofMillis(100);

    private static final Duration AT_LEAST = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final String AUTHOR = "kubernetes";

    private final RouteApi api;
    private final RuleStore store;
    private final RuleWriter writer;
    private final SyncState state;
    private final Clock clock;
    private final DocumentReader reader = new DocumentReader();
    private final ScheduledThreadPoolExecutor executor;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile boolean running;

    RouteSync(RouteApi api, RuleStore store, RuleWriter writer, SyncState state, Clock clock) {
        this.api = api;
        this.store = store;
        this.writer = writer;
        this.state = state;
        this.clock = clock;
        this.executor = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, "http-routes");
                    thread.setDaemon(true);
                    return thread;
                },
                // The store tells of changes for good, also when this has ended.
                new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public void start() {
        running = true;
        api.watch(this::want);
        store.onChange(this::want);
        executor.scheduleWithFixedDelay(this::look, 0, AT_LEAST.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void want() {
        wantAfter(TOGETHER);
    }

    private void wantAfter(Duration pause) {
        if (wanted.compareAndSet(false, true)) {
            executor.schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** An exception would end the looks for good. */
    private void look() {
        wanted.set(false);
        try {
            List<HttpRoutesView.Route> routes = settle();
            Throwable deaf = api.deafness(AT_LEAST);
            state.done(clock.instant(), routes, deaf == null ? null : Trouble.unheard(deaf, api.namespace(), AT_LEAST));
        } catch (RuntimeException e) {
            if (Trouble.isOvertaken(e)) {
                want();
            } else if (running) {
                state.failed(Trouble.words(e, api.namespace()));
                wantAfter(RETRY);
            }
        }
    }

    private List<HttpRoutesView.Route> settle() {
        Snapshot before = store.latest();
        List<HttpRoute> routes = api.list();
        Map<ServiceName, ServiceRoutes> services = ServiceRoutes.of(routes, reader);
        Set<ServiceName> names = new TreeSet<>(services.keySet());
        names.addAll(before.routes().keySet());
        names.forEach(service -> keep(service, services.get(service), before));
        return tell(routes, services, store.held());
    }

    private void keep(ServiceName service, @Nullable ServiceRoutes its, Snapshot before) {
        Revision kept = before.routesOf(service);
        boolean lastGoodStays = its != null && its.text() == null;
        String text = its == null ? null : its.text();
        if (lastGoodStays || Objects.equals(text, kept == null ? null : kept.document())) {
            return;
        }
        writer.make(
                new Change(service, Origin.HTTP_ROUTES, AUTHOR, comment(its), text, null),
                new Precondition.At(before.position().at(kept)));
    }

    private static String comment(@Nullable ServiceRoutes its) {
        String words = its == null ? "no HTTPRoute" : "HTTPRoute " + String.join(", ", its.routes());
        return words.substring(0, Math.min(words.length(), Change.MAX_COMMENT));
    }

    /** Who is too late with a status looks again, since the route has changed. */
    private List<HttpRoutesView.Route> tell(
            List<HttpRoute> routes, Map<ServiceName, ServiceRoutes> services, Snapshot now) {
        List<HttpRoutesView.Route> shown = new ArrayList<>();
        for (HttpRoute route : routes) {
            Map<HttpRoute.Parent, Verdict> verdicts = new LinkedHashMap<>();
            for (HttpRoute.Parent parent : route.parents()) {
                ServiceName service = parent.service();
                Verdict verdict = Verdict.of(route, parent, service == null ? null : services.get(service), now);
                verdicts.put(parent, verdict);
                shown.add(new HttpRoutesView.Route(
                        route.name(),
                        String.valueOf(parent.reference().get("name")),
                        verdict.accepted(),
                        verdict.hidden(),
                        verdict.message()));
            }
            List<Map<String, Object>> status = new RouteStatus(route, clock.instant()).with(verdicts);
            if (status != null && !api.writeStatus(route, status)) {
                want();
            }
        }
        return shown;
    }

    @Override
    public void stop() {
        running = false;
        executor.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
