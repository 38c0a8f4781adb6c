package dev.weft.bench.comparison.caller;

import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The transports that the mesh has, too, for the columns without one: the same clients, pools that never make a caller wait,
 * and time limits for an answer.
 */
public final class Transport {

    private static final int MOST_CONNECTIONS = 1_024;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration MOST_IDLE = Duration.ofSeconds(10);

    private Transport() {}

    /** Apache HttpClient 5. */
    public static ClientHttpRequestFactory blocking() {
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(PATIENCE))
                        .setTimeToLive(TimeValue.NEG_ONE_MILLISECOND)
                        .build())
                .build();
        // Retries are what some of the columns are about: the transport itself does without.
        return new HttpComponentsClientHttpRequestFactory(HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(PATIENCE))
                        .build())
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .evictIdleConnections(TimeValue.of(MOST_IDLE))
                .build());
    }

    /** Reactor Netty. */
    public static ClientHttpConnector reactive() {
        ConnectionProvider connections = ConnectionProvider.builder("comparison")
                .maxConnections(MOST_CONNECTIONS)
                .maxIdleTime(MOST_IDLE)
                .lifo()
                .build();
        // Compressed answers are asked for, as by the connector that Spring makes itself.
        return new ReactorClientHttpConnector(
                HttpClient.create(connections).compress(true).disableRetry(true).responseTimeout(PATIENCE));
    }
}
