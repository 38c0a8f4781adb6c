package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.resilience.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of a service; what is not set is inherited from {@code mesh.defaults}. */
public class ServiceProperties {

    /** Where requests go; none: to all of the service's endpoints. */
    private List<RouteProperties> routes = new ArrayList<>();

    /** Instances that no registry needs to know. */
    private List<InstanceProperties> instances = new ArrayList<>();

    /** The whole call, retries included; 0 for no limit; by default 15 s to the response's head, then 60 s of silence. */
    private @Nullable Duration timeout;

    /** One attempt to its response's head; 0 for no limit; by default what is left, shared among the attempts left. */
    private @Nullable Duration attemptTimeout;

    /** To establish a connection; default 1 s. */
    private @Nullable Duration connectTimeout;

    /** The whole call to its response's head where timeout is not set; default 15 s. */
    private @Nullable Duration headTimeout;

    /** The longest silence within a response's body where timeout is not set; default 60 s. */
    private @Nullable Duration idleTimeout;

    /** Which failures are tried again. */
    private Retry retry = new Retry();

    /** When an endpoint that fails is left alone, and for how long. */
    private Ejection ejection = new Ejection();

    /** How load is spread over the endpoints. */
    private Balance balance = new Balance();

    /** What keeps equal requests at one endpoint: a header, a cookie or a query parameter. */
    private Affinity affinity = new Affinity();

    public List<RouteProperties> getRoutes() {
        return routes;
    }

    public void setRoutes(List<RouteProperties> routes) {
        this.routes = routes;
    }

    public List<InstanceProperties> getInstances() {
        return instances;
    }

    public void setInstances(List<InstanceProperties> instances) {
        this.instances = instances;
    }

    public @Nullable Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(@Nullable Duration timeout) {
        this.timeout = timeout;
    }

    public @Nullable Duration getAttemptTimeout() {
        return attemptTimeout;
    }

    public void setAttemptTimeout(@Nullable Duration attemptTimeout) {
        this.attemptTimeout = attemptTimeout;
    }

    public @Nullable Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(@Nullable Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public @Nullable Duration getHeadTimeout() {
        return headTimeout;
    }

    public void setHeadTimeout(@Nullable Duration headTimeout) {
        this.headTimeout = headTimeout;
    }

    public @Nullable Duration getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(@Nullable Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public Retry getRetry() {
        return retry;
    }

    public void setRetry(Retry retry) {
        this.retry = retry;
    }

    public Ejection getEjection() {
        return ejection;
    }

    public void setEjection(Ejection ejection) {
        this.ejection = ejection;
    }

    public Balance getBalance() {
        return balance;
    }

    public void setBalance(Balance balance) {
        this.balance = balance;
    }

    public Affinity getAffinity() {
        return affinity;
    }

    public void setAffinity(Affinity affinity) {
        this.affinity = affinity;
    }

    /** Which failures are tried again. */
    public static class Retry {

        /** Attempts in all, the first included, 1 to 10; default 3. */
        private @Nullable Integer attempts;

        /** Response statuses that are tried again where the request may be repeated; default 502, 503, 504. */
        private @Nullable Set<Integer> statuses;

        /** Whether a lost connection is tried again where the request may be repeated; default true. */
        private @Nullable Boolean onReset;

        /** Whether an attempt timeout is tried again where the request may be repeated; default true. */
        private @Nullable Boolean onTimeout;

        /** Whether POST and PATCH may be repeated as well; default false. */
        private @Nullable Boolean anyMethod;

        /** Scale of the pause before a retry; default 25 ms. */
        private @Nullable Duration backoffBase;

        /** Longest pause before a retry; default 250 ms. */
        private @Nullable Duration backoffMax;

        /** Retries allowed, in percent of the requests of the last ten seconds; default 20. */
        private @Nullable Integer budgetPercent;

        /** Retries allowed beside that, per second; default 1. */
        private @Nullable Integer budgetMinPerSecond;

        public @Nullable Integer getAttempts() {
            return attempts;
        }

        public void setAttempts(@Nullable Integer attempts) {
            this.attempts = attempts;
        }

        public @Nullable Set<Integer> getStatuses() {
            return statuses;
        }

        public void setStatuses(@Nullable Set<Integer> statuses) {
            this.statuses = statuses;
        }

        public @Nullable Boolean getOnReset() {
            return onReset;
        }

        public void setOnReset(@Nullable Boolean onReset) {
            this.onReset = onReset;
        }

        public @Nullable Boolean getOnTimeout() {
            return onTimeout;
        }

        public void setOnTimeout(@Nullable Boolean onTimeout) {
            this.onTimeout = onTimeout;
        }

        public @Nullable Boolean getAnyMethod() {
            return anyMethod;
        }

        public void setAnyMethod(@Nullable Boolean anyMethod) {
            this.anyMethod = anyMethod;
        }

        public @Nullable Duration getBackoffBase() {
            return backoffBase;
        }

        public void setBackoffBase(@Nullable Duration backoffBase) {
            this.backoffBase = backoffBase;
        }

        public @Nullable Duration getBackoffMax() {
            return backoffMax;
        }

        public void setBackoffMax(@Nullable Duration backoffMax) {
            this.backoffMax = backoffMax;
        }

        public @Nullable Integer getBudgetPercent() {
            return budgetPercent;
        }

        public void setBudgetPercent(@Nullable Integer budgetPercent) {
            this.budgetPercent = budgetPercent;
        }

        public @Nullable Integer getBudgetMinPerSecond() {
            return budgetMinPerSecond;
        }

        public void setBudgetMinPerSecond(@Nullable Integer budgetMinPerSecond) {
            this.budgetMinPerSecond = budgetMinPerSecond;
        }
    }

    /** When an endpoint that fails is left alone, and for how long. */
    public static class Ejection {

        /** What counts as a failure; unavailable is 502, 503, 504, server-error any other 5xx; default all. */
        private @Nullable Set<FailureKind> failures;

        /** So many failures in a row eject; 0 switches this off; default 5. */
        private @Nullable Integer consecutiveFailures;

        /** First ejection; doubles with every probe that fails; default 1 s. */
        private @Nullable Duration minPenalty;

        /** Longest ejection; default 60 s. */
        private @Nullable Duration maxPenalty;

        /** Up to so much of the penalty is added at random; default 50. */
        private @Nullable Integer jitterPercent;

        /** Below this success rate over ten seconds an endpoint is suspect; 0 switches this off; default 80. */
        private @Nullable Integer minSuccessPercent;

        /** A suspect is ejected when so many points below the median of its peers; default 20. */
        private @Nullable Integer pointsBelowPeers;

        /** Fewer requests in ten seconds say nothing of the success rate; default 10. */
        private @Nullable Integer minRequests;

        /** At most so much of what a request could use is ejected at once; default 50. */
        private @Nullable Integer maxEjectedPercent;

        public @Nullable Set<FailureKind> getFailures() {
            return failures;
        }

        public void setFailures(@Nullable Set<FailureKind> failures) {
            this.failures = failures;
        }

        public @Nullable Integer getConsecutiveFailures() {
            return consecutiveFailures;
        }

        public void setConsecutiveFailures(@Nullable Integer consecutiveFailures) {
            this.consecutiveFailures = consecutiveFailures;
        }

        public @Nullable Duration getMinPenalty() {
            return minPenalty;
        }

        public void setMinPenalty(@Nullable Duration minPenalty) {
            this.minPenalty = minPenalty;
        }

        public @Nullable Duration getMaxPenalty() {
            return maxPenalty;
        }

        public void setMaxPenalty(@Nullable Duration maxPenalty) {
            this.maxPenalty = maxPenalty;
        }

        public @Nullable Integer getJitterPercent() {
            return jitterPercent;
        }

        public void setJitterPercent(@Nullable Integer jitterPercent) {
            this.jitterPercent = jitterPercent;
        }

        public @Nullable Integer getMinSuccessPercent() {
            return minSuccessPercent;
        }

        public void setMinSuccessPercent(@Nullable Integer minSuccessPercent) {
            this.minSuccessPercent = minSuccessPercent;
        }

        public @Nullable Integer getPointsBelowPeers() {
            return pointsBelowPeers;
        }

        public void setPointsBelowPeers(@Nullable Integer pointsBelowPeers) {
            this.pointsBelowPeers = pointsBelowPeers;
        }

        public @Nullable Integer getMinRequests() {
            return minRequests;
        }

        public void setMinRequests(@Nullable Integer minRequests) {
            this.minRequests = minRequests;
        }

        public @Nullable Integer getMaxEjectedPercent() {
            return maxEjectedPercent;
        }

        public void setMaxEjectedPercent(@Nullable Integer maxEjectedPercent) {
            this.maxEjectedPercent = maxEjectedPercent;
        }
    }

    /** How load is spread over the endpoints. */
    public static class Balance {

        /** How long a newcomer is brought up gently while others serve; 0 switches this off; default 10 s. */
        private @Nullable Duration slowStart;

        /** Zones matter from so many eligible endpoints on; 0 switches this off; default 6. */
        private @Nullable Integer zoneAwareFrom;

        /** Below this share of eligible endpoints all of them are used; default 50. */
        private @Nullable Integer panicPercent;

        /** From so many endpoints on, each caller uses only its part of them; 0 switches this off; default 200. */
        private @Nullable Integer apertureFrom;

        public @Nullable Duration getSlowStart() {
            return slowStart;
        }

        public void setSlowStart(@Nullable Duration slowStart) {
            this.slowStart = slowStart;
        }

        public @Nullable Integer getZoneAwareFrom() {
            return zoneAwareFrom;
        }

        public void setZoneAwareFrom(@Nullable Integer zoneAwareFrom) {
            this.zoneAwareFrom = zoneAwareFrom;
        }

        public @Nullable Integer getPanicPercent() {
            return panicPercent;
        }

        public void setPanicPercent(@Nullable Integer panicPercent) {
            this.panicPercent = panicPercent;
        }

        public @Nullable Integer getApertureFrom() {
            return apertureFrom;
        }

        public void setApertureFrom(@Nullable Integer apertureFrom) {
            this.apertureFrom = apertureFrom;
        }
    }

    /** What keeps equal requests at one endpoint; at most one of the three. */
    public static class Affinity {

        /** Header by whose value requests stay at one endpoint. */
        private @Nullable String header;

        /** Cookie by whose value requests stay at one endpoint. */
        private @Nullable String cookie;

        /** Query parameter by whose value requests stay at one endpoint. */
        private @Nullable String query;

        public @Nullable String getHeader() {
            return header;
        }

        public void setHeader(@Nullable String header) {
            this.header = header;
        }

        public @Nullable String getCookie() {
            return cookie;
        }

        public void setCookie(@Nullable String cookie) {
            this.cookie = cookie;
        }

        public @Nullable String getQuery() {
            return query;
        }

        public void setQuery(@Nullable String query) {
            this.query = query;
        }
    }

    /** An instance that no registry needs to know. */
    public static class InstanceProperties {

        /** Instance id; by default host and port. */
        private @Nullable String id;

        /** Host name or address. */
        private @Nullable String host;

        /** Port, 1 to 65535. */
        private @Nullable Integer port;

        /** Whether the port speaks TLS; default false. */
        private @Nullable Boolean secure;

        /** Zone that it runs in. */
        private @Nullable String zone;

        /** Version that it runs. */
        private @Nullable String version;

        /** Share of the load; default 1. */
        private @Nullable Integer weight;

        /** Failover level, 0 first; default 0. */
        private @Nullable Integer priority;

        /** Whatever else rules may select it by. */
        private Map<String, String> metadata = new LinkedHashMap<>();

        public @Nullable String getId() {
            return id;
        }

        public void setId(@Nullable String id) {
            this.id = id;
        }

        public @Nullable String getHost() {
            return host;
        }

        public void setHost(@Nullable String host) {
            this.host = host;
        }

        public @Nullable Integer getPort() {
            return port;
        }

        public void setPort(@Nullable Integer port) {
            this.port = port;
        }

        public @Nullable Boolean getSecure() {
            return secure;
        }

        public void setSecure(@Nullable Boolean secure) {
            this.secure = secure;
        }

        public @Nullable String getZone() {
            return zone;
        }

        public void setZone(@Nullable String zone) {
            this.zone = zone;
        }

        public @Nullable String getVersion() {
            return version;
        }

        public void setVersion(@Nullable String version) {
            this.version = version;
        }

        public @Nullable Integer getWeight() {
            return weight;
        }

        public void setWeight(@Nullable Integer weight) {
            this.weight = weight;
        }

        public @Nullable Integer getPriority() {
            return priority;
        }

        public void setPriority(@Nullable Integer priority) {
            this.priority = priority;
        }

        public Map<String, String> getMetadata() {
            return metadata;
        }

        public void setMetadata(Map<String, String> metadata) {
            this.metadata = metadata;
        }
    }
}
