package dev.weft.mesh.telemetry;

import dev.weft.mesh.model.ServiceName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The server side's meters in Micrometer. What a caller calls itself is a label of at most a hundred values. */
public final class MicrometerServerMeters implements ServerMeters {

    private static final int MAX_CALLERS = 100;
    private static final String UNNAMED = "unknown";
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, AtomicReferenceArray<@Nullable Timer>> callers = new ConcurrentHashMap<>();
    private final Map<String, Counter> ignored = new ConcurrentHashMap<>();

    public MicrometerServerMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("mesh.server.inflight", inFlight, AtomicInteger::get)
                .description("Requests being served")
                .register(registry);
    }

    @Override
    public void began() {
        inFlight.incrementAndGet();
    }

    @Override
    public void ended(@Nullable String caller, int status, long tookNanos) {
        inFlight.decrementAndGet();
        String label = label(caller);
        AtomicReferenceArray<@Nullable Timer> timers =
                callers.computeIfAbsent(label, its -> new AtomicReferenceArray<>(StatusClass.COUNT));
        int index = StatusClass.index(status);
        Timer timer = timers.get(index);
        if (timer == null) {
            timer = timer(label, index);
            timers.set(index, timer);
        }
        timer.record(tookNanos, TimeUnit.NANOSECONDS);
    }

    private String label(@Nullable String caller) {
        if (caller == null) {
            return UNNAMED;
        }
        if (callers.containsKey(caller)) {
            return caller;
        }
        return ServiceName.isValid(caller) && callers.size() < MAX_CALLERS
                ? ServiceName.of(caller).value()
                : OTHER;
    }

    private Timer timer(String caller, int status) {
        return Timer.builder("mesh.server.requests")
                .description("Requests served, by the service that they say they come from")
                .tag("caller", caller)
                .tag("status", StatusClass.name(status))
                .register(registry);
    }

    @Override
    public void ignored(String header) {
        ignored.computeIfAbsent(
                        header,
                        name -> Counter.builder("mesh.headers.ignored")
                                .description("Headers that held nothing the mesh could use")
                                .tag("header", name)
                                .register(registry))
                .increment();
    }
}
