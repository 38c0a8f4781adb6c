package dev.weft.registry.store;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words that a registry can't start without the store's database. */
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, FlywayException cause) {
        SQLException why = findCause(cause, SQLException.class);
        return why == null
                ? null
                : new FailureAnalysis(
                        "The store's database can't be used: " + why.getMessage(),
                        "Start the registry again when the database is there, or see to spring.datasource. What is stored"
                                + " is in the database only, so a registry does not start without it; those that run go on"
                                + " by what they have read, and so do all services.",
                        failure);
    }
}
