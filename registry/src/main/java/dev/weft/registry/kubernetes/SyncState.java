package dev.weft.registry.kubernetes;

import dev.weft.registry.api.HttpRoutesView;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the looks at HTTPRoutes have come to, for people. What stays as it is is said once. Thread-safe. */
final class SyncState {

    private static final Logger LOG = LoggerFactory.getLogger(SyncState.class);
    private static final String METER = "mesh.registry.httproutes";

    // Written by the looking thread only.
    private volatile HttpRoutesView view = new HttpRoutesView(null, null, List.of());

    SyncState(MeterRegistry meters) {
        gauge(meters, "accepted", route -> route.accepted() && !route.hidden());
        gauge(meters, "hidden", HttpRoutesView.Route::hidden);
        gauge(meters, "refused", route -> !route.accepted());
        Gauge.builder(METER + ".ok", () -> view.asOf() != null && view.problem() == null ? 1 : 0)
                .description("1 if HTTPRoutes are read and watched")
                .register(meters);
    }

    private void gauge(MeterRegistry meters, String result, Predicate<HttpRoutesView.Route> of) {
        Gauge.builder(METER, () -> view.routes().stream().filter(of).count())
                .description("HTTPRoutes by what has become of them, one for each Service they name")
                .tag("result", result)
                .register(meters);
    }

    HttpRoutesView view() {
        return view;
    }

    /**
     * Everything was done.
     *
     * @param problem what may keep it from being so again, or null
     */
    void done(Instant now, List<HttpRoutesView.Route> routes, @Nullable String problem) {
        routes.stream()
                .filter(route -> !route.accepted() && !view.routes().contains(route))
                .forEach(route -> LOG.warn(
                        "HTTPRoute {} is not in force for {}: {}", route.name(), route.service(), route.message()));
        become(new HttpRoutesView(now, problem, routes));
    }

    void failed(String problem) {
        become(new HttpRoutesView(view.asOf(), problem, view.routes()));
    }

    private void become(HttpRoutesView next) {
        if (!Objects.equals(next.problem(), view.problem())) {
            if (next.problem() == null) {
                LOG.info("HTTPRoutes are read and watched again");
            } else {
                LOG.warn("HTTPRoutes: what was read last holds on: {}", next.problem());
            }
        }
        view = next;
    }
}
