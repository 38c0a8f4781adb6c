package dev.weft.registry;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The registry's settings.
 *
 * @param dataDirectory Where the login is kept, and the store unless spring.datasource.url names a database.
 * @param loginFile Who may write: a line of user name and hashed password; made at the first start.
 * @param open Whether everybody may read; only where the registry listens on loopback.
 * @param joinSecret The password by which instances register, as user mesh; unset: everybody may.
 */
@ConfigurationProperties("registry")
public record RegistryProperties(
        Path dataDirectory,
        Path loginFile,
        @DefaultValue("false") boolean open,
        @Nullable String joinSecret) {

    public RegistryProperties {
        if (joinSecret != null && joinSecret.isBlank()) {
            throw new IllegalArgumentException(
                    "registry.join-secret: nothing (expected: some text, or no such property for none)");
        }
    }
}
