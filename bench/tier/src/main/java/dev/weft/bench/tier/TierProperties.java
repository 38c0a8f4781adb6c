package dev.weft.bench.tier;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a tier is.
 *
 * @param next Logical name of the service that it calls for each request; unset: it is the last.
 * @param ledger File that gets the id of every write; unset: none is kept.
 * @param leak Whether it asks the next tier once more for each write, and never reads the answer.
 * @param advice Whether its callers hear that what failed below is not worth another try.
 * @param hold Whether it goes on with endpoints that its registry leaves out.
 */
@ConfigurationProperties("tier")
public record TierProperties(
        @Nullable String next,
        @Nullable Path ledger,
        @DefaultValue("false") boolean leak,
        @DefaultValue("true") boolean advice,
        @DefaultValue("true") boolean hold) {}
