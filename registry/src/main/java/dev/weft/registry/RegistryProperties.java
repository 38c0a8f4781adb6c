package dev.weft.registry;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The registry's settings.
 *
 * @param dataDirectory Where the login is kept, and the store unless spring.datasource.url names a database.
 * @param loginFile Who may write: a line of user name and hashed password; made at the first start.
 * @param loginPassword The password of the one who may write, user admin, where it is given from outside; unset: as the
 *     login file has it.
 * @param loginPlace Where people find user and password, as whoever comes without a valid login is told: a file's path, say.
 * @param open Whether everybody may read; only where the registry listens on loopback.
 * @param openMeters Whether everybody may read /actuator/prometheus, without a login: for collectors, where a network says who
 *     gets here.
 * @param joinSecret The password by which instances register, as user mesh; unset: everybody may.
 * @param settling How long after its start the registry may not have heard from every instance: clients then leave nobody out,
 *     and a store that is not new takes no changes. Plain Eureka clients come every 30 s, and streams after 10 s at most.
 * @param freshFleet Whether every client starts together with the registries and remembers nothing, as on one's own machine:
 *     then none can know more than the store, which takes changes at once.
 * @param longestSilence After how long an instance of which nothing comes is gone, also where most of all are silent, as
 *     long as others are heard.
 * @param maxWatchers How many clients may watch at once; further ones are sent to another peer. Unset: three for each MiB of
 *     heap.
 */
@ConfigurationProperties("registry")
public record RegistryProperties(
        Path dataDirectory,
        Path loginFile,
        @Nullable String loginPassword,
        @Nullable String loginPlace,
        @DefaultValue("false") boolean open,
        @DefaultValue("false") boolean openMeters,
        @Nullable String joinSecret,
        @DefaultValue("35s") Duration settling,
        @DefaultValue("false") boolean freshFleet,
        @DefaultValue("10m") Duration longestSilence,
        @Nullable Integer maxWatchers) {

    public RegistryProperties {
        requireText("join-secret", joinSecret);
        requireText("login-password", loginPassword);
        requireText("login-place", loginPlace);
    }

    private static void requireText(String property, @Nullable String value) {
        if (value != null && value.isBlank()) {
            throw new IllegalArgumentException(
                    "registry." + property + ": nothing (expected: some text, or no such property for none)");
        }
    }
}
