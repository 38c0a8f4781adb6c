package dev.weft.mesh.rules;

import dev.weft.mesh.balance.BalancePolicy;
import dev.weft.mesh.resilience.BudgetPolicy;
import dev.weft.mesh.resilience.HealthPolicy;
import dev.weft.mesh.resilience.LimitPolicy;
import dev.weft.mesh.resilience.OutlierPolicy;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.resilience.Timeouts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a client holds to when it calls a service: the rules in force, with every default filled in.
 *
 * @param routes where requests go; none: to all of the service's endpoints
 * @param limits how much of the service may be used at once
 * @param affinity what keeps equal requests at one endpoint, or null for none
 * @param health how endpoints are checked that get no requests, or null if they are not
 */
public record ServiceRules(
        List<Route> routes,
        Timeouts timeouts,
        RetryPolicy retry,
        BudgetPolicy budget,
        OutlierPolicy outliers,
        BalancePolicy balance,
        LimitPolicy limits,
        @Nullable Affinity affinity,
        @Nullable HealthPolicy health) {

    public ServiceRules {
        routes = List.copyOf(routes);
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            check("routes[" + i + "].", () -> route.timeouts(timeouts));
            check("routes[" + i + "].retry.", () -> route.retry(retry));
        }
    }

    private static void check(String where, Runnable policy) {
        try {
            policy.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + e.getMessage(), e);
        }
    }

    /** Whether requests stay together by who they are made for. */
    boolean goByIdentity() {
        return affinity != null && affinity.key() instanceof RequestKey.Identity
                || routes.stream().anyMatch(route -> route.sticky() instanceof RequestKey.Identity);
    }

    /** What a service that configures nothing gets. */
    public static ServiceRules defaults() {
        return new ServiceRules(
                List.of(),
                Timeouts.defaults(),
                RetryPolicy.defaults(),
                BudgetPolicy.defaults(),
                OutlierPolicy.defaults(),
                BalancePolicy.defaults(),
                LimitPolicy.defaults(),
                null,
                null);
    }

    public ServiceRules withRoutes(List<Route> newRoutes) {
        return new ServiceRules(newRoutes, timeouts, retry, budget, outliers, balance, limits, affinity, health);
    }

    public ServiceRules withTimeouts(Timeouts newTimeouts) {
        return new ServiceRules(routes, newTimeouts, retry, budget, outliers, balance, limits, affinity, health);
    }

    public ServiceRules withRetry(RetryPolicy newRetry) {
        return new ServiceRules(routes, timeouts, newRetry, budget, outliers, balance, limits, affinity, health);
    }

    public ServiceRules withBudget(BudgetPolicy newBudget) {
        return new ServiceRules(routes, timeouts, retry, newBudget, outliers, balance, limits, affinity, health);
    }

    public ServiceRules withOutliers(OutlierPolicy newOutliers) {
        return new ServiceRules(routes, timeouts, retry, budget, newOutliers, balance, limits, affinity, health);
    }

    public ServiceRules withBalance(BalancePolicy newBalance) {
        return new ServiceRules(routes, timeouts, retry, budget, outliers, newBalance, limits, affinity, health);
    }

    public ServiceRules withLimits(LimitPolicy newLimits) {
        return new ServiceRules(routes, timeouts, retry, budget, outliers, balance, newLimits, affinity, health);
    }

    public ServiceRules withAffinity(@Nullable Affinity newAffinity) {
        return new ServiceRules(routes, timeouts, retry, budget, outliers, balance, limits, newAffinity, health);
    }

    public ServiceRules withHealth(@Nullable HealthPolicy newHealth) {
        return new ServiceRules(routes, timeouts, retry, budget, outliers, balance, limits, affinity, newHealth);
    }
}
