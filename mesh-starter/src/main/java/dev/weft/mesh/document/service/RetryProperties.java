package dev.weft.mesh.document.service;

import org.jspecify.annotations.Nullable;

/** Which failures of calls to a service are tried again, and how much of that its callers allow themselves. */
public class RetryProperties extends RouteRetryProperties {

    /** Retries allowed, in percent of the requests of the last ten seconds; default 20. */
    private @Nullable Integer budgetPercent;

    /** Retries allowed beside that, per second; default 1. */
    private @Nullable Integer budgetMinPerSecond;

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
