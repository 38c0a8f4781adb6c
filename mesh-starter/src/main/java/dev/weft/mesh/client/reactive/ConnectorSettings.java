package dev.weft.mesh.client.reactive;

import io.netty.handler.ssl.SslContextBuilder;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.ReflectionUtils;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;

/**
 * What the user asked of the connector that is meshed. Its time limits and its SSL bundle hold in the mesh too; redirects
 * are followed from hosts outside the mesh only.
 *
 * @param limits of time
 * @param sslBundle what to trust and to present to endpoints that speak TLS, or null for the platform's own
 * @param followsRedirects whether redirects from one host outside the mesh to another are followed
 */
record ConnectorSettings(Limits limits, @Nullable SslBundle sslBundle, boolean followsRedirects) {

    /**
     * Reads Spring Boot's settings. Their type has another name in every major version, its properties have not.
     *
     * @param settings a record with these properties, or null
     */
    static ConnectorSettings of(@Nullable Object settings) {
        if (settings == null) {
            return new ConnectorSettings(Limits.NONE, null, true);
        }
        Limits limits = new Limits(
                (Duration) property(settings, "connectTimeout"), (Duration) property(settings, "readTimeout"), null);
        return new ConnectorSettings(
                limits,
                (SslBundle) property(settings, "sslBundle"),
                !"DONT_FOLLOW".equals(String.valueOf(property(settings, "redirects"))));
    }

    private static @Nullable Object property(Object settings, String name) {
        Method accessor = ReflectionUtils.findMethod(settings.getClass(), name);
        return accessor == null ? null : ReflectionUtils.invokeMethod(accessor, settings);
    }

    /** The client with the bundle, for endpoints that speak TLS. */
    HttpClient secured(HttpClient client) {
        return sslBundle == null ? client : client.secure(spec -> spec.sslContext(context(sslBundle)));
    }

    private static Http11SslContextSpec context(SslBundle bundle) {
        return Http11SslContextSpec.forClient().configure(builder -> configure(builder, bundle));
    }

    private static void configure(SslContextBuilder builder, SslBundle bundle) {
        builder.keyManager(bundle.getManagers().getKeyManagerFactory())
                .trustManager(bundle.getManagers().getTrustManagerFactory());
        if (bundle.getOptions().getCiphers() != null) {
            builder.ciphers(Arrays.asList(bundle.getOptions().getCiphers()));
        }
        if (bundle.getOptions().getEnabledProtocols() != null) {
            builder.protocols(bundle.getOptions().getEnabledProtocols());
        }
    }
}
