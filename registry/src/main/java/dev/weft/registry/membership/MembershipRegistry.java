package dev.weft.registry.membership;

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import com.netflix.appinfo.LeaseInfo;
import com.netflix.discovery.EurekaClient;
import com.netflix.discovery.EurekaClientConfig;
import com.netflix.eureka.EurekaServerConfig;
import com.netflix.eureka.registry.PeerAwareInstanceRegistryImpl;
import com.netflix.eureka.resources.ServerCodecs;
import com.netflix.eureka.transport.EurekaServerHttpClientFactory;
import dev.weft.registry.RegistryProperties;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Eureka's registry, with leases that keep their promise. Everything but the end of a lease is Eureka's: what is answered,
 * deltas, overrides, replication among peers. Eureka's own leases read the wall clock and last twice their duration, its
 * eviction takes a share at a time, its self-preservation does not bite or does not let go; none of them is used here.
 * Spring's subclass is left out too: it builds the whole service for each heartbeat, and says nothing of overrides;
 * {@link MembershipListener} takes the place of its events.
 */
final class MembershipRegistry extends PeerAwareInstanceRegistryImpl implements LeaseAges, LeaseCounts, ArrivalOrder {

    private static final Logger log = LoggerFactory.getLogger(MembershipRegistry.class);

    /** Often enough that an instance is gone within a second of its lease's end on a peer as well, which hears later. */
    private static final Duration LOOKS = Duration.ofMillis(250);

    private static final Pattern TIME = Pattern.compile("\\d{1,18}");

    private final Leases leases;
    private final OwnWords words = new OwnWords();
    private final AtomicLong arrivals = new AtomicLong();
    private final Map<InstanceKey, Long> arrived = new ConcurrentHashMap<>();
    private final Announcements announcements;
    private final ScheduledExecutorService reaper;
    private volatile Count count = new Count(false, 0, 0);

    MembershipRegistry(
            EurekaServerConfig serverConfig,
            EurekaClientConfig clientConfig,
            ServerCodecs codecs,
            EurekaClient client,
            EurekaServerHttpClientFactory httpClients,
            ObjectProvider<MembershipListener> listeners,
            RegistryProperties settings) {
        super(serverConfig, clientConfig, codecs, client, httpClients);
        client.getApplications(); // makes Spring's client, which is made when it is first used
        this.leases = new Leases(settings.longestSilence(), System.nanoTime());
        // Late, since a listener may well need this registry.
        this.announcements = new Announcements(
                SingletonSupplier.of(() -> listeners.orderedStream().toList()));
        this.reaper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lease-reaper");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void openForTraffic(ApplicationInfoManager applicationInfoManager, int count) {
        // At 0 Eureka asks the wall clock whether it may answer already.
        super.openForTraffic(applicationInfoManager, Math.max(1, count));
        reaper.scheduleWithFixedDelay(this::reap, LOOKS.toMillis(), LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void initializedResponseCache() {
        super.initializedResponseCache();
        if (SecondOldAnswers.suit(serverConfig)) {
            responseCache = new SecondOldAnswers(responseCache);
        }
    }

    @Override
    public void shutdown() {
        reaper.shutdownNow();
        super.shutdown();
    }

    @Override
    public void register(InstanceInfo instance, boolean isReplication) {
        InstanceKey key = new InstanceKey(instance.getAppName(), instance.getId());
        if (!isReplication) {
            words.take(key, instance, held(key));
            words.spoke(key, System.nanoTime());
        }
        super.register(instance, isReplication);
        arrived(key);
    }

    @Override
    public void register(InstanceInfo instance, int leaseDuration, boolean isReplication) {
        super.register(instance, leaseDuration, isReplication);
        arrived(new InstanceKey(instance.getAppName(), instance.getId()));
    }

    private void arrived(InstanceKey key) {
        arrived.put(key, arrivals.incrementAndGet());
        heardOf(key);
    }

    @Override
    public boolean renew(String application, String id, boolean isReplication) {
        InstanceKey key = new InstanceKey(application, id);
        if (!isReplication && words.isOutdated(key, held(key), namedTime())
                || !super.renew(application, id, isReplication)) {
            return false;
        }
        long nanos = System.nanoTime();
        leases.renew(key, nanos);
        if (!isReplication) {
            words.spoke(key, nanos);
        }
        if (announcements.isStale(key)) {
            heardOf(key);
        }
        return true;
    }

    @Override
    public boolean statusUpdate(
            String application, String id, InstanceStatus status, String lastDirty, boolean isReplication) {
        boolean updated = super.statusUpdate(application, id, status, lastDirty, isReplication);
        heardOf(new InstanceKey(application, id));
        return updated;
    }

    @Override
    public boolean deleteStatusOverride(
            String application, String id, InstanceStatus status, String lastDirty, boolean isReplication) {
        boolean deleted = super.deleteStatusOverride(application, id, status, lastDirty, isReplication);
        heardOf(new InstanceKey(application, id));
        return deleted;
    }

    /** An instance that leaves comes through here, and a peer that says so. */
    @Override
    protected boolean internalCancel(String application, String id, boolean isReplication) {
        InstanceKey key = new InstanceKey(application, id);
        if (isReplication && !words.left(key, held(key), System.nanoTime())) {
            log.info("{} of {} is said to have left, but has just said here that it is there", id, application);
            return false;
        }
        boolean cancelled = super.internalCancel(application, id, isReplication);
        heardOf(key);
        return cancelled;
    }

    @Override
    public @Nullable Duration leaseAge(String application, String instance) {
        return leases.age(new InstanceKey(application, instance), System.nanoTime());
    }

    @Override
    public Count count() {
        return count;
    }

    @Override
    public long arrival(String application, String instance) {
        return arrived.getOrDefault(new InstanceKey(application, instance), 0L);
    }

    /** Eureka's own eviction, which is off. */
    @Override
    public void evict(long additionalLeaseMs) {}

    /** Whether Eureka may believe its own leases: never, they read the wall clock. */
    @Override
    public boolean isLeaseExpirationEnabled() {
        return false;
    }

    /** What Eureka's page says of a mass lapse fits a pause; these two make it say so. */
    @Override
    public boolean isSelfPreservationModeEnabled() {
        return true;
    }

    @Override
    public int isBelowRenewThresold() {
        return count.paused() ? 1 : 0;
    }

    private void heardOf(InstanceKey key) {
        heardOf(key, false);
    }

    /** Brings the lease and the listeners up to what the registry now has of the instance. */
    private void heardOf(InstanceKey key, boolean lapsed) {
        announcements.announce(key, lapsed, () -> {
            InstanceInfo instance = held(key);
            if (instance == null) {
                leases.cancel(key);
                words.forget(key);
                arrived.remove(key);
            } else {
                leases.grant(key, heartbeat(instance.getLeaseInfo()), System.nanoTime());
            }
            return instance;
        });
    }

    private @Nullable InstanceInfo held(InstanceKey key) {
        return getInstanceByAppAndId(key.application(), key.instance(), false);
    }

    /** When the instance last changed, as its heartbeat has it, which Eureka doesn't hand on; or null. */
    private static @Nullable Long namedTime() {
        String time = RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? request.getRequest().getParameter("lastDirtyTimestamp")
                : null;
        return time != null && TIME.matcher(time).matches() ? Long.valueOf(time) : null;
    }

    private static Duration heartbeat(LeaseInfo lease) {
        return Duration.ofSeconds(Math.max(0, lease.getRenewalIntervalInSecs()));
    }

    private void reap() {
        try {
            Leases.Look look = leases.look(System.nanoTime());
            note(look);
            for (InstanceKey key : words.silentSince(System.nanoTime())) {
                log.info("{} of {} has left indeed", key.instance(), key.application());
                super.internalCancel(key.application(), key.instance(), false);
                heardOf(key);
            }
            for (InstanceKey key : look.over()) {
                if (leases.end(key, System.nanoTime())) {
                    log.info("{} of {} has been silent for too long", key.instance(), key.application());
                    super.internalCancel(key.application(), key.instance(), false);
                    heardOf(key, true);
                }
            }
        } catch (RuntimeException e) {
            // An exception would end the schedule.
            log.error("Leases could not be ended this time", e);
        }
    }

    private void note(Leases.Look look) {
        // A pause in which nobody is silent is one after a stall, such as the start: nothing to be seen of it.
        boolean paused = look.paused() && (count.paused() || look.silent() > 0);
        boolean changed = paused != count.paused();
        count = new Count(paused, look.silent(), look.instances());
        if (changed) {
            if (paused) {
                log.warn(
                        "{} of {} instances are silent: no lease ends for now, the fault may be the registry's",
                        look.silent(),
                        look.instances());
            } else {
                log.warn("{} of {} instances are silent: leases end again", look.silent(), look.instances());
            }
        }
    }
}
