package dev.weft.registry.kubernetes;

import dev.weft.registry.api.HttpRoutesView;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the looks at HTTPRoutes have come to, for people. What stays as it is is said once. Thread-safe. */
final class SyncState {

    private static final Logger LOG = LoggerFactory.getLogger(SyncState.class);
    private static final String METER = "mesh.registry.httproutes";

    /** A few times as long as it takes to look when nobody asks for it. */
    private static final Duration LONG = Duration.ofSeconds(90);

    private final LongSupplier nanos;

    // Written by the looking thread only.
    private volatile HttpRoutesView view;
    private volatile long since;

    /**
     * @param namespace that is looked at
     */
    SyncState(String namespace, MeterRegistry meters, LongSupplier nanos) {
        this.view = new HttpRoutesView(namespace, null, null, List.of());
        this.nanos = nanos;
        this.since = nanos.getAsLong();
        gauge(meters, "accepted", route -> route.accepted() && !route.hidden());
        gauge(meters, "hidden", HttpRoutesView.Route::hidden);
        gauge(meters, "refused", route -> !route.accepted());
        Gauge.builder(METER + ".ok", () -> isGood() ? 1 : 0)
                .description("1 if HTTPRoutes are read and watched")
                .register(meters);
        TimeGauge.builder(METER + ".age", this::age, TimeUnit.NANOSECONDS)
                .description("Since HTTPRoutes were last read, and all done that follows from it")
                .register(meters);
    }

    private void gauge(MeterRegistry meters, String result, Predicate<HttpRoutesView.Route> of) {
        Gauge.builder(METER, () -> view.routes().stream().filter(of).count())
                .description("HTTPRoutes by what has become of them, one for each Service they name")
                .tag("result", result)
                .register(meters);
    }

    /** What is known, which is not what holds if the looks hang. */
    HttpRoutesView view() {
        HttpRoutesView last = view;
        if (last.problem() != null || age() <= LONG.toNanos()) {
            return last;
        }
        String problem = "the last look that has ended well is more than " + LONG.toSeconds() + " s ago";
        return new HttpRoutesView(last.namespace(), last.asOf(), problem, last.routes());
    }

    /** Whether all is well, or since when not and why. */
    Map<String, @Nullable Object> summary() {
        HttpRoutesView now = view();
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("status", isGood() ? "UP" : "DOWN");
        summary.put("asOf", now.asOf());
        summary.put("problem", now.problem());
        return summary;
    }

    private boolean isGood() {
        HttpRoutesView now = view();
        return now.asOf() != null && now.problem() == null;
    }

    private long age() {
        return nanos.getAsLong() - since;
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
        since = nanos.getAsLong();
        become(new HttpRoutesView(view.namespace(), now, problem, routes));
    }

    void failed(String problem) {
        become(new HttpRoutesView(view.namespace(), view.asOf(), problem, view.routes()));
    }

    private void become(HttpRoutesView next) {
        if (!Objects.equals(next.problem(), view.problem())) {
            if (next.problem() == null) {
                LOG.info("HTTPRoutes are read and watched again");
            } else {
                LOG.warn("HTTPRoutes: {}", next.problem());
            }
        }
        view = next;
    }
}
