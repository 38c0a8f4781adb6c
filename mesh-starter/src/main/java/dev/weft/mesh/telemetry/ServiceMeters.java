package dev.weft.mesh.telemetry;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.CopyResult;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Ejection;
import dev.weft.mesh.rules.Trouble;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The meters of one service, as one client calls it. */
final class ServiceMeters implements MeshMeters.OfService {

    /** So many pairs of version and zone are told apart; a fleet has few at a time, a build number a day has many. */
    private static final int MAX_GROUPS = 50;

    private static final String NONE = "none";
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Tags tags;
    private final CallTimers withoutEndpoint;
    private final Map<Group, CallTimers> groups = new ConcurrentHashMap<>();
    private final Counter granted;
    private final Counter refused;
    private final Counter panics;
    private final Map<String, Counter> faults = new ConcurrentHashMap<>();
    private final Map<String, Counter> checks = new ConcurrentHashMap<>();
    private final Map<CopyResult, Counter> copies = new ConcurrentHashMap<>();
    private final Map<Ejection.Reason, Counter> ejections = new EnumMap<>(Ejection.Reason.class);

    ServiceMeters(MeterRegistry registry, ServiceName caller, ServiceName service) {
        this.registry = registry;
        this.tags = Tags.of("caller", caller.value(), "service", service.value());
        this.withoutEndpoint = timers(new Group(NONE, NONE));
        this.granted = retries("granted");
        this.refused = retries("refused");
        this.panics = Counter.builder("mesh.client.panics")
                .description("Picks that found too few healthy endpoints and took any")
                .tags(tags)
                .register(registry);
        for (Ejection.Reason reason : Ejection.Reason.values()) {
            ejections.put(
                    reason,
                    Counter.builder("mesh.endpoint.ejections")
                            .description("Endpoints taken out of the balancer for a while")
                            .tags(tags)
                            .tag("reason", label(reason))
                            .register(registry));
        }
    }

    private Counter retries(String budget) {
        return Counter.builder("mesh.client.retries")
                .description("Retries that were wanted, by what the budget said")
                .tags(tags)
                .tag("budget", budget)
                .register(registry);
    }

    private CallTimers timers(Group group) {
        return new CallTimers(registry, tags.and("version", group.version, "zone", group.zone));
    }

    @Override
    public void inFlight(IntSupplier attempts) {
        Gauge.builder("mesh.client.inflight", attempts, IntSupplier::getAsInt)
                .description("Attempts under way")
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public Object endpoint(Endpoint endpoint) {
        Group group = new Group(label(endpoint.version()), label(endpoint.zone()));
        if (groups.size() >= MAX_GROUPS && !groups.containsKey(group)) {
            group = new Group(OTHER, OTHER);
        }
        return groups.computeIfAbsent(group, this::timers);
    }

    @Override
    public void attemptEnded(Call call, Attempt attempt) {
        timers(attempt).attemptEnded(attempt);
    }

    @Override
    public void callEnded(Call call) {
        Attempt latest = call.latest();
        (latest == null ? withoutEndpoint : timers(latest)).callEnded(call);
        if (call.trouble() != Trouble.NONE) {
            troubled(call);
        }
    }

    private void troubled(Call call) {
        if (call.trouble().delayNanos() > 0) {
            faults.computeIfAbsent("delay", this::faults).increment();
        }
        if (call.answered() != 0) {
            faults.computeIfAbsent("abort", this::faults).increment();
        }
    }

    private Counter faults(String fault) {
        return Counter.builder("mesh.client.faults")
                .description("Calls that fault rules have held up or answered")
                .tags(tags)
                .tag("fault", fault)
                .register(registry);
    }

    private CallTimers timers(Attempt attempt) {
        return attempt.pick().chosen().meters() instanceof CallTimers timers ? timers : withoutEndpoint;
    }

    @Override
    public void retry(boolean isGranted) {
        (isGranted ? granted : refused).increment();
    }

    @Override
    public void ejected(Endpoint endpoint, Ejection.Reason reason) {
        Counter counter = ejections.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void checked(boolean well) {
        checks.computeIfAbsent(well ? "passed" : "failed", this::checks).increment();
    }

    private Counter checks(String result) {
        return Counter.builder("mesh.endpoint.checks")
                .description("Health checks of endpoints that get no requests")
                .tags(tags)
                .tag("result", result)
                .register(registry);
    }

    @Override
    public void copied(CopyResult result) {
        copies.computeIfAbsent(result, this::copies).increment();
    }

    private Counter copies(CopyResult result) {
        return Counter.builder("mesh.client.copies")
                .description("Copies of requests that mirror rules wanted, by what came of them")
                .tags(tags)
                .tag("result", label(result))
                .register(registry);
    }

    @Override
    public void panicked() {
        panics.increment();
    }

    @Override
    public void forget() {
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            if (id.getName().startsWith("mesh.") && tags.stream().allMatch(id.getTags()::contains)) {
                registry.remove(meter);
            }
        }
    }

    private static String label(@Nullable String value) {
        return value == null || value.isBlank() ? NONE : value;
    }

    /** How an enum's constant is written in a label. */
    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private record Group(String version, String zone) {}
}
