package dev.weft.mesh.document.service;

import static dev.weft.mesh.document.service.InvalidRuleException.checked;

import dev.weft.mesh.balance.BalancePolicy;
import dev.weft.mesh.resilience.BudgetPolicy;
import dev.weft.mesh.resilience.HealthPolicy;
import dev.weft.mesh.resilience.LimitPolicy;
import dev.weft.mesh.resilience.OutlierPolicy;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.Affinity;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a service's rules as they are written into rules, and names the property that can't be. */
public final class RuleMapper {

    private RuleMapper() {}

    /**
     * What is written.
     *
     * @param source where, in words
     * @param defaults what holds within a part where it says nothing
     * @param conditions that the application provides
     * @throws InvalidRuleException if it can't be used
     */
    public static RuleDocument document(
            String source, RuleProperties from, ServiceRules defaults, Conditions conditions) {
        RetryProperties retry = from.getRetry();
        EjectionProperties ejection = from.getEjection();
        BalanceProperties balance = from.getBalance();
        LimitProperties limits = from.getLimits();
        KeyProperties affinity = from.getAffinity();
        HealthProperties health = from.getHealth();
        List<Route> routes =
                from.getRoutes() == null ? List.of() : RouteMapper.routes("routes", from.getRoutes(), conditions);
        ServiceRules rules = checked(
                "",
                () -> new ServiceRules(
                        routes,
                        timeouts(from, Timeouts.defaults()),
                        retry == null ? defaults.retry() : checked("retry", () -> retry(retry, defaults.retry())),
                        retry == null ? defaults.budget() : checked("retry", () -> budget(retry, defaults.budget())),
                        ejection == null
                                ? defaults.outliers()
                                : checked("ejection", () -> outliers(ejection, defaults.outliers())),
                        balance == null
                                ? defaults.balance()
                                : checked("balance", () -> balance(balance, defaults.balance())),
                        limits == null ? defaults.limits() : checked("limits", () -> limits(limits, defaults.limits())),
                        affinity == null
                                ? defaults.affinity()
                                : checked("affinity", () -> new Affinity(Keys.of(affinity))),
                        health == null
                                ? defaults.health()
                                : checked("health", () -> health(health, defaults.health()))));
        return new RuleDocument(source, parts(from), rules);
    }

    private static Set<Part> parts(RuleProperties from) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        add(parts, Part.ROUTES, from.getRoutes());
        add(parts, Part.TIMEOUT, from.getTimeout());
        add(parts, Part.ATTEMPT_TIMEOUT, from.getAttemptTimeout());
        add(parts, Part.CONNECT_TIMEOUT, from.getConnectTimeout());
        add(parts, Part.HEAD_TIMEOUT, from.getHeadTimeout());
        add(parts, Part.IDLE_TIMEOUT, from.getIdleTimeout());
        add(parts, Part.RETRY, from.getRetry());
        add(parts, Part.EJECTION, from.getEjection());
        add(parts, Part.BALANCE, from.getBalance());
        add(parts, Part.LIMITS, from.getLimits());
        add(parts, Part.AFFINITY, from.getAffinity());
        add(parts, Part.HEALTH, from.getHealth());
        return parts;
    }

    private static void add(Set<Part> parts, Part part, @Nullable Object said) {
        if (said != null) {
            parts.add(part);
        }
    }

    private static Timeouts timeouts(RuleProperties from, Timeouts base) {
        return new Timeouts(
                from.getTimeout(),
                from.getAttemptTimeout(),
                or(from.getConnectTimeout(), base.connect()),
                or(from.getHeadTimeout(), base.head()),
                or(from.getIdleTimeout(), base.idle()));
    }

    private static RetryPolicy retry(RetryProperties from, RetryPolicy base) {
        return RouteMapper.retry(from).orElse(base);
    }

    private static BudgetPolicy budget(RetryProperties from, BudgetPolicy base) {
        return new BudgetPolicy(
                or(from.getBudgetPercent(), base.ratioPercent()),
                or(from.getBudgetMinPerSecond(), base.minPerSecond()));
    }

    private static OutlierPolicy outliers(EjectionProperties from, OutlierPolicy base) {
        return new OutlierPolicy(
                or(from.getFailures(), base.failures()),
                or(from.getConsecutiveFailures(), base.consecutiveFailures()),
                or(from.getMinPenalty(), base.minPenalty()),
                or(from.getMaxPenalty(), base.maxPenalty()),
                or(from.getJitterPercent(), base.jitterPercent()),
                or(from.getMinSuccessPercent(), base.minSuccessPercent()),
                or(from.getPointsBelowPeers(), base.pointsBelowPeers()),
                or(from.getMinRequests(), base.minRequests()),
                or(from.getMaxEjectedPercent(), base.maxEjectedPercent()));
    }

    private static BalancePolicy balance(BalanceProperties from, BalancePolicy base) {
        return new BalancePolicy(
                or(from.getSlowStart(), base.slowStart()),
                or(from.getZoneAwareFrom(), base.zoneAwareFrom()),
                or(from.getPanicPercent(), base.panicPercent()),
                or(from.getApertureFrom(), base.apertureFrom()));
    }

    private static LimitPolicy limits(LimitProperties from, LimitPolicy base) {
        return new LimitPolicy(
                from.getRequests() != null ? from.getRequests() : base.requests(),
                or(from.getConnections(), base.connections()));
    }

    private static @Nullable HealthPolicy health(HealthProperties from, @Nullable HealthPolicy base) {
        Duration interval = or(from.getInterval(), base == null ? HealthPolicy.DEFAULT_INTERVAL : base.interval());
        if (interval.isZero()) {
            return null;
        }
        String path = from.getPath() == null && base != null ? base.path() : from.getPath();
        if (path == null) {
            throw new IllegalArgumentException("no path (expected: what to ask for, as /actuator/health/readiness)");
        }
        return new HealthPolicy(path, interval);
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value != null ? value : otherwise;
    }
}
