package dev.weft.mesh.directory;

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.HealthCheckHandler;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import com.netflix.discovery.AbstractDiscoveryClientOptionalArgs;
import com.netflix.discovery.EurekaClient;
import com.netflix.discovery.EurekaClientConfig;
import com.netflix.discovery.endpoint.EndpointUtils;
import com.netflix.discovery.shared.resolver.DefaultEndpoint;
import com.netflix.discovery.shared.transport.EurekaHttpClient;
import com.netflix.discovery.shared.transport.TransportClientFactory;
import com.netflix.discovery.shared.transport.jersey.TransportClientFactories;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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

    private static final int NO_CONTENT = 204;

    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private static final long FIRST_PAUSE_MILLIS = 1_000;

    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Supplier<EurekaClient> client;
    private final TransportClientFactories<?> transport;
    private final @Nullable AbstractDiscoveryClientOptionalArgs<?> transportArgs;
    private final Registration registration;
    private final RandomGenerator random;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean insisting = new AtomicBoolean();

    /** One after the other, or the registry could hear last what was said first. */
    private final Lock telling = new ReentrantLock();

    private volatile boolean joined;
    private volatile boolean left;
    private volatile boolean known = true;
    private volatile boolean refused;
    private volatile int tries;

    /**
     * @param transportArgs what the transport is secured with, if the user has set anything
     * @param registration what comes of it
     * @param random for the spread of tries
     */
    public EurekaPresence(
            Supplier<EurekaClient> client,
            TransportClientFactories<?> transport,
            @Nullable AbstractDiscoveryClientOptionalArgs<?> transportArgs,
            Registration registration,
            RandomGenerator random) {
        this.client = client;
        this.transport = transport;
        this.transportArgs = transportArgs;
        this.registration = registration;
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
     * is told again until one does.
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
            if (left || is == null || !news) {
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
        if (!known && !refused && !left && insisting.compareAndSet(false, true)) {
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
     * @param within how long that may take, for all registries together
     * @return whether a registry has confirmed it; false also when the instance was never announced
     */
    public boolean leave(Duration within) {
        if (!joined) {
            return false;
        }
        long end = System.nanoTime() + within.toNanos();
        left = true;
        EurekaClient eureka = client.get();
        // From now on whoever asks how this instance is, the client's own updates above all, is told the same.
        eureka.registerHealthCheck(status -> InstanceStatus.DOWN);
        try {
            // What is being said now is heard first, or never: who begins later says that it is down.
            if (!telling.tryLock(within.toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
            try {
                eureka.getApplicationInfoManager().setInstanceStatus(InstanceStatus.DOWN);
                return tellAll(eureka, end);
            } finally {
                telling.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean tellAll(EurekaClient eureka, long end) throws InterruptedException {
        EurekaClientConfig config = eureka.getEurekaClientConfig();
        InstanceInfo self = eureka.getApplicationInfoManager().getInfo();
        List<String> urls = urls(config, self);
        BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
        for (String url : urls) {
            Thread thread = new Thread(() -> answers.add(tellOne(config, self, url)), "mesh-leaving");
            thread.setDaemon(true);
            thread.start();
        }
        for (int missing = urls.size(); missing > 0; missing--) {
            Boolean confirmed = answers.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (confirmed == null || confirmed) {
                return confirmed != null;
            }
        }
        return false;
    }

    private boolean tellOne(EurekaClientConfig config, InstanceInfo self, String url) {
        TransportClientFactory factory = factory(transport, config, self);
        try {
            return register(factory, url, self);
        } finally {
            factory.shutdown();
        }
    }

    private static boolean registers(EurekaClient eureka) {
        return eureka.getEurekaClientConfig().shouldRegisterWithEureka();
    }

    private boolean tell(EurekaClient eureka) {
        telling.lock();
        try {
            known = false;
            refused = false;
            known = tellAny(eureka);
            tries = known ? 0 : tries + 1;
            return known;
        } finally {
            telling.unlock();
        }
    }

    private boolean tellAny(EurekaClient eureka) {
        EurekaClientConfig config = eureka.getEurekaClientConfig();
        InstanceInfo self = eureka.getApplicationInfoManager().getInfo();
        TransportClientFactory factory = factory(transport, config, self);
        try {
            return urls(config, self).stream()
                    .takeWhile(url -> !left) // Who leaves meanwhile has something else to tell.
                    .anyMatch(url -> register(factory, url, self));
        } finally {
            factory.shutdown();
        }
    }

    /** Ends all tries. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    private boolean register(TransportClientFactory factory, String url, InstanceInfo self) {
        EurekaHttpClient registry = factory.newClient(new DefaultEndpoint(url));
        try {
            int status = registry.register(self).getStatusCode();
            if (status >= BAD_REQUEST && status < SERVER_ERROR && !refused) {
                refused = true;
                log.warn("The registry at {} does not take this instance: it answers {}", url, status);
            }
            return status == NO_CONTENT;
        } catch (RuntimeException e) {
            log.debug("Could not tell a registry that this instance is {}", self.getStatus(), e);
            return false;
        } finally {
            registry.shutdown();
        }
    }

    private static List<String> urls(EurekaClientConfig config, InstanceInfo self) {
        String zone = InstanceInfo.getZone(config.getAvailabilityZones(config.getRegion()), self);
        return EndpointUtils.getServiceUrlsFromConfig(config, zone, config.shouldPreferSameZoneEureka());
    }

    private <F> TransportClientFactory factory(
            TransportClientFactories<F> factories, EurekaClientConfig config, InstanceInfo self) {
        return factories.newTransportClientFactory(
                config,
                List.of(),
                self,
                transportArgs == null ? Optional.empty() : transportArgs.getSSLContext(),
                transportArgs == null ? Optional.empty() : transportArgs.getHostnameVerifier());
    }
}
