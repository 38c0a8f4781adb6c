package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.autoconfigure.ServiceProperties.Balance;
import dev.weft.mesh.autoconfigure.ServiceProperties.Ejection;
import dev.weft.mesh.autoconfigure.ServiceProperties.Retry;
import dev.weft.mesh.balance.BalancePolicy;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.BudgetPolicy;
import dev.weft.mesh.resilience.OutlierPolicy;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.Affinity;
import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.ServiceRules;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns {@code mesh.defaults} and {@code mesh.services} into rules, and names the property that can't be. */
final class RulesMapper {

    private RulesMapper() {}

    /** The rules of every service that is configured. */
    static Map<ServiceName, ServiceRules> services(MeshProperties properties) {
        ServiceRules defaults = defaults(properties);
        Map<ServiceName, ServiceRules> rules = new LinkedHashMap<>();
        properties.getServices().forEach((name, service) -> {
            rules.put(serviceName(name), rules("mesh.services." + name, service, defaults));
        });
        return rules;
    }

    /** The service whose properties stand under this key of {@code mesh.services}. */
    static ServiceName serviceName(String key) {
        return checked("mesh.services." + key, () -> ServiceName.of(key));
    }

    /** The rules of a service that is not configured. */
    static ServiceRules defaults(MeshProperties properties) {
        return rules("mesh.defaults", properties.getDefaults(), ServiceRules.defaults());
    }

    private static ServiceRules rules(String path, ServiceProperties from, ServiceRules base) {
        ServiceRules rules = new ServiceRules(
                base.routes(),
                checked(path, () -> timeouts(from, base.timeouts())),
                checked(path + ".retry", () -> retry(from.getRetry(), base.retry())),
                checked(path + ".retry", () -> budget(from.getRetry(), base.budget())),
                checked(path + ".ejection", () -> outliers(from.getEjection(), base.outliers())),
                checked(path + ".balance", () -> balance(from.getBalance(), base.balance())),
                checked(path + ".affinity", () -> affinity(from.getAffinity(), base.affinity())));
        return from.getRoutes().isEmpty()
                ? rules
                : rules.withRoutes(RouteMapper.routes(path + ".routes", from.getRoutes(), rules));
    }

    private static Timeouts timeouts(ServiceProperties from, Timeouts base) {
        return new Timeouts(
                from.getTimeout() != null ? from.getTimeout() : base.total(),
                from.getAttemptTimeout() != null ? from.getAttemptTimeout() : base.attempt(),
                or(from.getConnectTimeout(), base.connect()),
                or(from.getHeadTimeout(), base.head()),
                or(from.getIdleTimeout(), base.idle()));
    }

    /** The service's limits, where the route says nothing. */
    static Timeouts timeouts(RouteProperties from, Timeouts service) {
        return new Timeouts(
                from.getTimeout() != null ? from.getTimeout() : service.total(),
                from.getAttemptTimeout() != null ? from.getAttemptTimeout() : service.attempt(),
                service.connect(),
                service.head(),
                service.idle());
    }

    static RetryPolicy retry(Retry from, RetryPolicy base) {
        return new RetryPolicy(
                or(from.getAttempts(), base.attempts()),
                or(from.getStatuses(), base.statuses()),
                or(from.getOnReset(), base.onReset()),
                or(from.getOnTimeout(), base.onTimeout()),
                or(from.getAnyMethod(), base.anyMethod()),
                or(from.getBackoffBase(), base.backoffBase()),
                or(from.getBackoffMax(), base.backoffMax()));
    }

    private static BudgetPolicy budget(Retry from, BudgetPolicy base) {
        return new BudgetPolicy(
                or(from.getBudgetPercent(), base.ratioPercent()),
                or(from.getBudgetMinPerSecond(), base.minPerSecond()));
    }

    private static OutlierPolicy outliers(Ejection from, OutlierPolicy base) {
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

    private static BalancePolicy balance(Balance from, BalancePolicy base) {
        return new BalancePolicy(
                or(from.getSlowStart(), base.slowStart()),
                or(from.getZoneAwareFrom(), base.zoneAwareFrom()),
                or(from.getPanicPercent(), base.panicPercent()),
                or(from.getApertureFrom(), base.apertureFrom()));
    }

    private static @Nullable Affinity affinity(ServiceProperties.Affinity from, @Nullable Affinity base) {
        Map<FieldMatch.Kind, String> given = new LinkedHashMap<>();
        given.put(FieldMatch.Kind.HEADER, from.getHeader());
        given.put(FieldMatch.Kind.COOKIE, from.getCookie());
        given.put(FieldMatch.Kind.QUERY, from.getQuery());
        given.values().removeIf(Objects::isNull);
        if (given.size() > 1) {
            throw new IllegalArgumentException(given.size() + " keys, by "
                    + given.keySet().stream().map(FieldMatch.Kind::words).collect(Collectors.joining(" and by "))
                    + " (expected: one of header, cookie and query)");
        }
        return given.entrySet().stream()
                .map(key -> new Affinity(key.getKey(), key.getValue()))
                .findFirst()
                .orElse(base);
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value != null ? value : otherwise;
    }

    static <T> T checked(String path, Supplier<T> mapping) {
        try {
            return mapping.get();
        } catch (IllegalArgumentException e) {
            throw InvalidMeshPropertyException.in(path, String.valueOf(e.getMessage()));
        }
    }
}
