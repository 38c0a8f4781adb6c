package dev.weft.registry.api;

import static dev.weft.registry.api.RuleTexts.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.registry.Postgres;
import dev.weft.registry.RunningRegistry;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API where the store is in PostgreSQL. */
class SharedStoreApiTests {

    @Test
    void writeWhenTheDatabaseIsGoneIsRefusedAndReadsGoOn(@TempDir Path directory) throws Exception {
        try (Postgres postgres = new Postgres(directory.resolve("postgres"));
                RunningRegistry registry = RunningRegistry.start(
                        directory,
                        "spring.datasource.url=" + postgres.newDatabase(),
                        "spring.datasource.username=" + Postgres.USER)) {
            assertThat(registry.put("petdetails", 0, split("petdetails", 1, 1)).statusCode())
                    .isEqualTo(201);
            postgres.stop();

            HttpResponse<String> refused = registry.put("petdetails", 1, split("petdetails", 2, 1));

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(refused.body()).contains("ask what is stored before you try again");
            assertThat(registry.get("/mesh/v1/rules/petdetails").body()).isEqualTo(split("petdetails", 1, 1));
            assertThat(registry.get("/mesh/v1/history").statusCode()).isEqualTo(503);
        }
    }
}
