package dev.weft.mesh.directory;

import com.netflix.appinfo.HealthCheckHandler;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether peers can have heard of this instance. One that nobody knows of is not ready: else a rollout while no registry
 * answers would replace everybody by instances that get no request. The wait has an end, or services that start while the
 * registry is down would never be ready. Thread-safe.
 */
public final class Registration {

    private static final Logger log = LoggerFactory.getLogger(Registration.class);

    private final Duration patience;
    private final LongSupplier clock;
    private final AtomicBoolean saidSo = new AtomicBoolean();

    /** Of the thread that asks how this instance is on behalf of the registry. */
    private final ThreadLocal<Boolean> asksForRegistry = ThreadLocal.withInitial(() -> false);

    private volatile boolean confirmed;
    private volatile boolean needless;
    private volatile @Nullable Long wantedSince;

    /**
     * @param patience how long to wait for a registry; zero to not wait
     * @param clock monotonic, in nanoseconds
     */
    public Registration(Duration patience, LongSupplier clock) {
        this.patience = patience;
        this.clock = clock;
    }

    /** From now on this instance is one to be known: what was registered before told of one that starts. */
    void want() {
        if (wantedSince == null) {
            wantedSince = clock.getAsLong();
        }
    }

    boolean isWanted() {
        return wantedSince != null;
    }

    /** A registry knows of this instance. What becomes of the registry later changes nothing. */
    void confirm() {
        if (!confirmed) {
            confirmed = true;
            if (saidSo.get()) {
                log.info("A registry knows of this instance now.");
            }
        }
    }

    /** No registry is to know of this instance. */
    void waive() {
        needless = true;
    }

    public boolean isConfirmed() {
        return confirmed;
    }

    /** Whether this instance is still to be confirmed by a registry before it is ready, as far as the caller may know. */
    public boolean isAwaited() {
        if (confirmed || needless || patience.isZero() || asksForRegistry.get()) {
            return false;
        }
        Long since = wantedSince;
        if (since == null || clock.getAsLong() - since < patience.toNanos()) {
            return true;
        }
        if (saidSo.compareAndSet(false, true)) {
            log.warn(
                    "No registry has confirmed this instance within {} s (mesh.registry.wait-for-registration). It is"
                            + " ready all the same, but peers may not know of it; the registry is told again.",
                    patience.toSeconds());
        }
        return false;
    }

    /** What a registry is told is how the instance is, of which its own knowledge is no part: it would wait for itself. */
    HealthCheckHandler regardless(HealthCheckHandler health) {
        return health instanceof Regardless ? health : new Regardless(health, asksForRegistry);
    }

    private record Regardless(HealthCheckHandler health, ThreadLocal<Boolean> asksForRegistry)
            implements HealthCheckHandler {

        @Override
        public @Nullable InstanceStatus getStatus(InstanceStatus was) {
            asksForRegistry.set(true);
            try {
                return health.getStatus(was);
            } finally {
                asksForRegistry.remove();
            }
        }
    }
}
