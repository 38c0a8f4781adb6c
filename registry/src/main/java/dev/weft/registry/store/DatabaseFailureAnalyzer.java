package dev.weft.registry.store;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words that a registry can't start without the store's database. */
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

    /** H2's: the file is broken. */
    private static final int BROKEN = 90030;

    /** H2's: the file can't be read or written, or ends too early. */
    private static final int UNUSABLE = 90028;

    private static final String GONE =
            "Start the registry again when the database is there, or see to spring.datasource. What is stored is in the"
                    + " database only, so a registry does not start without it; those that run go on by what they have"
                    + " read, and so do all services.";

    private static final String FILE =
            "Put a backup in the file's place, or move it away to begin with an empty store. Either way services keep the"
                    + " rules that they have, until somebody declares the store valid: meshctl adopt.";

    private static final String ACCESS =
            "See first whether the disk is full, and whether this user may read and write the file: then nothing is lost."
                    + " Only if the file itself ends too early: ";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, FlywayException cause) {
        SQLException why = findCause(cause, SQLException.class);
        return why == null
                ? null
                : new FailureAnalysis(
                        "The store's database can't be used: " + why.getMessage(), advice(why.getErrorCode()), failure);
    }

    private static String advice(int code) {
        return switch (code) {
            case BROKEN -> FILE;
            case UNUSABLE -> ACCESS + FILE;
            default -> GONE;
        };
    }
}
