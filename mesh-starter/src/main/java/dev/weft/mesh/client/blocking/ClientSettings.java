package dev.weft.mesh.client.blocking;

import java.lang.reflect.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.ReflectionUtils;

/**
 * What the user asked of the client that is meshed. Its timeouts bound what the mesh's rules allow, attempt by attempt:
 * the read timeout bounds the wait for a response's head and the silence within its body. Its SSL bundle is used with
 * endpoints that speak TLS. Redirects are followed from hosts outside the mesh only; cookies are not kept.
 *
 * @param connectTimeout at most so long for connecting, or null
 * @param readTimeout at most so long a silence, or null
 * @param sslBundle what to trust and to present, or null for the platform's own
 * @param followsRedirects whether redirects from one host outside the mesh to another are followed
 */
record ClientSettings(
        @Nullable Duration connectTimeout,
        @Nullable Duration readTimeout,
        @Nullable SslBundle sslBundle,
        boolean followsRedirects) {

    static final ClientSettings NONE = new ClientSettings(null, null, null, true);

    /**
     * Reads Spring Boot's settings. Their type has another name in every major version, its properties have not.
     *
     * @param settings a record with these properties, or null
     */
    static ClientSettings of(@Nullable Object settings) {
        return settings == null
                ? NONE
                : new ClientSettings(
                        (Duration) property(settings, "connectTimeout"),
                        (Duration) property(settings, "readTimeout"),
                        (SslBundle) property(settings, "sslBundle"),
                        !"DONT_FOLLOW".equals(String.valueOf(property(settings, "redirects"))));
    }

    private static @Nullable Object property(Object settings, String name) {
        Method accessor = ReflectionUtils.findMethod(settings.getClass(), name);
        return accessor == null ? null : ReflectionUtils.invokeMethod(accessor, settings);
    }

    /** The shorter of the two. */
    static long min(long nanos, @Nullable Duration bound) {
        return bound == null || bound.isZero() ? nanos : Math.min(nanos, bound.toNanos());
    }
}
