package dev.weft.mesh.directory;

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.HealthCheckHandler;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import com.netflix.discovery.AbstractDiscoveryClientOptionalArgs;
import com.netflix.discovery.EurekaClient;
import com.netflix.discovery.shared.transport.jersey.TransportClientFactories;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This instance in the registry, told by a call of its own. Eureka's client tells of a change through a limiter that may
 * drop it, and asks the health check again while doing so, which still says UP when the instance is about to leave.
 *
 * <p>While no registry answers, it is told again, within a second and then every two, by a thread that is there only meanwhile: the client's next heartbeat would come seconds after a registry that starts later than this instance.
 */
public final class EurekaPresence implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EurekaPresence.class);

    private static final HealthCheckHandler DOWN = was -> InstanceStatus.DOWN;

    private static final long FIRST_PAUSE_MILLIS = 1_000;

    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Supplier<EurekaClient> client;
    private final Telling registries;
    private final Registration registration;
    private final long within;
    private final RandomGenerator random;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean insisting = new AtomicBoolean();

    /** One after the other, or the registry could hear last what was said first. */
    private final Lock telling = new ReentrantLock();

    private volatile boolean joined;
    private volatile boolean left;
    private volatile boolean known = true;
    private volatile int tries;

    /**
     * @param transportArgs what the transport is secured with, if the user has set anything
     * @param registration what comes of it
     * @param within how long it may take to tell all registries that this instance takes no more requests
     * @param random for the spread of tries
     */
    public EurekaPresence(
            Supplier<EurekaClient> client,
            TransportClientFactories<?> transport,
            @Nullable AbstractDiscoveryClientOptionalArgs<?> transportArgs,
            Registration registration,
            Duration within,
            RandomGenerator random) {
        this.client = client;
        this.registries = new Telling(transport, transportArgs);
        this.registration = registration;
        this.within = within.toNanos();
        this.random = random;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread daemon = new Thread(task, "mesh-presence");
            daemon.setDaemon(true);
            return daemon;
        });
        thread.setKeepAliveTime(FIRST_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Tells the registry how this instance is now, if that is news, and returns when it knows, or when none answers; then it
     * is told again until one does. That it takes no more requests is told to all registries at once: it may be about to
     * end, and has no time for those that hang.
     */
    public void announce() {
        EurekaClient eureka = client.get();
        if (!registers(eureka)) {
            registration.waive();
            return;
        }
        joined = true;
        if (tellIfNews(eureka)) {
            insist();
        }
    }

    private boolean tellIfNews(EurekaClient eureka) {
        telling.lock();
        try {
            ApplicationInfoManager self = eureka.getApplicationInfoManager();
            InstanceStatus was = self.getInfo().getStatus();
            InstanceStatus is = health(eureka).getStatus(was);
            if (is == InstanceStatus.STARTING) {
                // Nobody checks, and this is called when it has started.
                is = InstanceStatus.UP;
            }
            // Eureka's client may have been told first, and may have told nobody.
            boolean news = is != was || !registration.isConfirmed();
            if (left) {
                // Asking may have put another answer in the place of that one.
                eureka.registerHealthCheck(DOWN);
                return false;
            }
            if (is == null || !news) {
                return false;
            }
            self.setInstanceStatus(is);
            registration.want();
            tell(eureka);
            return true;
        } finally {
            telling.unlock();
        }
    }

    /** As Eureka's client asks from now on as well. */
    private HealthCheckHandler health(EurekaClient eureka) {
        HealthCheckHandler theirs = eureka.getHealthCheckHandler();
        HealthCheckHandler ours = registration.regardless(theirs);
        if (ours != theirs) {
            eureka.registerHealthCheck(ours);
        }
        return ours;
    }

    private void insist() {
        if (!known && !registries.isRefused() && !left && insisting.compareAndSet(false, true)) {
            thread.schedule(this::tellAgain, pauseMillis(tries, random), TimeUnit.MILLISECONDS);
        }
    }

    private void tellAgain() {
        try {
            if (!left) {
                tell(client.get());
            }
        } catch (RuntimeException e) {
            log.debug("Could not tell a registry of this instance", e);
        } finally {
            // In this order: who has failed meanwhile has seen this one at work.
            insisting.set(false);
            insist();
        }
    }

    /** Half of a bound that grows, or more: instances that were started together don't come together. */
    static long pauseMillis(int tries, RandomGenerator random) {
        long bound = Math.min(FIRST_PAUSE_MILLIS * Math.max(1, tries), LONGEST_PAUSE_MILLIS);
        return random.nextLong(bound / 2, bound + 1);
    }

    /** Spring registered this instance anew, after a refresh of its configuration: no longer as it is, but as it began. */
    public void registeredAnew() {
        if (joined) {
            announce();
        }
    }

    /**
     * Tells all registries at once that this instance is down, for good. Whoever ends waits for no registry that hangs: an
     * instance is given a fixed time to end.
     *
     * @return whether a registry has confirmed it; false also when the instance was never announced
     */
    public boolean leave() {
        if (!joined) {
            return false;
        }
        long end = System.nanoTime() + within;
        left = true;
        EurekaClient eureka = client.get();
        // From now on whoever asks how this instance is, the client's own updates above all, is told the same.
        eureka.registerHealthCheck(DOWN);
        boolean alone = false;
        try {
            // What is being said now is heard first, unless it hangs. Who begins later says that it is down.
            alone = telling.tryLock(within / 2, TimeUnit.NANOSECONDS);
            eureka.getApplicationInfoManager().setInstanceStatus(InstanceStatus.DOWN);
            return registries.all(eureka, end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            if (alone) {
                telling.unlock();
            }
        }
    }

    private static boolean registers(EurekaClient eureka) {
        return eureka.getEurekaClientConfig().shouldRegisterWithEureka();
    }

    private void tell(EurekaClient eureka) {
        telling.lock();
        try {
            known = isUp(eureka)
                    ? registries.any(eureka, () -> !left)
                    : registries.all(eureka, System.nanoTime() + within);
            tries = known ? 0 : tries + 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            telling.unlock();
        }
    }

    private static boolean isUp(EurekaClient eureka) {
        return eureka.getApplicationInfoManager().getInfo().getStatus() == InstanceStatus.UP;
    }

    /** Ends all tries. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
