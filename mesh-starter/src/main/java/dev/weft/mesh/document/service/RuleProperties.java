package dev.weft.mesh.document.service;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** The rules of a service; what is not set is inherited from {@code mesh.defaults}. */
public class RuleProperties {

    /** Where requests go; none: to all of the service's endpoints. */
    private @Nullable List<RouteProperties> routes;

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
    @NestedConfigurationProperty
    private @Nullable RetryProperties retry;

    /** When an endpoint that fails is left alone, and for how long. */
    @NestedConfigurationProperty
    private @Nullable EjectionProperties ejection;

    /** How load is spread over the endpoints. */
    @NestedConfigurationProperty
    private @Nullable BalanceProperties balance;

    /** How many calls and connections there may be at once. */
    @NestedConfigurationProperty
    private @Nullable LimitProperties limits;

    /** What keeps equal requests at one endpoint: a header, a cookie, a query parameter or the signed-in user. */
    @NestedConfigurationProperty
    private @Nullable KeyProperties affinity;

    /** How endpoints are checked that get no requests; they are not, unless this says so. */
    @NestedConfigurationProperty
    private @Nullable HealthProperties health;

    public @Nullable List<RouteProperties> getRoutes() {
        return routes;
    }

    public void setRoutes(@Nullable List<RouteProperties> routes) {
        this.routes = routes;
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

    public @Nullable RetryProperties getRetry() {
        return retry;
    }

    public void setRetry(@Nullable RetryProperties retry) {
        this.retry = retry;
    }

    public @Nullable EjectionProperties getEjection() {
        return ejection;
    }

    public void setEjection(@Nullable EjectionProperties ejection) {
        this.ejection = ejection;
    }

    public @Nullable BalanceProperties getBalance() {
        return balance;
    }

    public void setBalance(@Nullable BalanceProperties balance) {
        this.balance = balance;
    }

    public @Nullable LimitProperties getLimits() {
        return limits;
    }

    public void setLimits(@Nullable LimitProperties limits) {
        this.limits = limits;
    }

    public @Nullable KeyProperties getAffinity() {
        return affinity;
    }

    public void setAffinity(@Nullable KeyProperties affinity) {
        this.affinity = affinity;
    }

    public @Nullable HealthProperties getHealth() {
        return health;
    }

    public void setHealth(@Nullable HealthProperties health) {
        this.health = health;
    }
}
