package dev.weft.mesh.client.reactive;

import static io.netty.handler.codec.http.HttpMethod.GET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientConfig;

class EndpointClientsTests {

    private static final ServiceName SERVICE = ServiceName.of("petdetails");
    private static final ServiceName OUTSIDE = ServiceName.of("api.example.com:443");
    private static final long SECOND = 1_000_000_000;

    private final EndpointClients clients = new EndpointClients(HttpClient.create());

    @Test
    void toWhenAskedAgainIsTheSame() {
        HttpClient.RequestSender first = clients.to(GET, SERVICE, Endpoint.of("e1", "10.0.0.1", 8080), false, SECOND);

        assertThat(clients.to(GET, SERVICE, Endpoint.of("e2", "10.0.0.1", 8080), false, SECOND))
                .isSameAs(first);
        assertThat(clients.to(GET, SERVICE, Endpoint.of("e1", "10.0.0.1", 8080), false, 2 * SECOND))
                .isNotSameAs(first);
        assertThat(clients.to(GET, SERVICE, Endpoint.of("e1", "10.0.0.1", 8080), true, SECOND))
                .isNotSameAs(first);
        assertThat(clients.to(HttpMethod.POST, SERVICE, Endpoint.of("e1", "10.0.0.1", 8080), false, SECOND))
                .isNotSameAs(first);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.1", "::1, 0:0:0:0:0:0:0:1", "instance.internal, instance.internal"})
    void toWhenTheEndpointIsAServicesGoesToItsAddress(String host, String name) {
        InetSocketAddress address = address(clients.to(GET, SERVICE, Endpoint.of("e1", host, 8080), false, SECOND));

        assertThat(address.getHostString()).isIn(host, name);
        assertThat(address.getPort()).isEqualTo(8080);
    }

    @Test
    void toWhenTheHostIsOutsideGoesToTheCheckedAddressByItsName() {
        InetSocketAddress address =
                address(clients.to(GET, OUTSIDE, Endpoint.of("e1", "192.0.2.1", 443), true, SECOND));

        assertThat(address.getHostString()).isEqualTo("api.example.com");
        assertThat(address.getAddress().getHostAddress()).isEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "999999, 1", "1500000000, 1500", "9223372036854775807, 2147483647"})
    void toWhenConnectingIsLimitedCountsWholeMilliseconds(long nanos, int millis) {
        HttpClientConfig made =
                configuration(clients.to(GET, SERVICE, Endpoint.of("e1", "10.0.0.1", 8080), false, nanos));

        assertThat((Object) made.options().get(ChannelOption.CONNECT_TIMEOUT_MILLIS))
                .isEqualTo(millis);
    }

    @Test
    void toWhenThereWereManyEndpointsStillKnowsTheLast() {
        for (int i = 0; i < 10_000; i++) {
            Endpoint endpoint = Endpoint.of("e" + i, "10.0." + i / 100 + "." + i % 100, 8080);
            assertThat(clients.to(GET, SERVICE, endpoint, false, SECOND))
                    .isSameAs(clients.to(GET, SERVICE, endpoint, false, SECOND));
        }
        assertThat(clients.size()).isLessThanOrEqualTo(4_096);
    }

    private static InetSocketAddress address(HttpClient.RequestSender request) {
        return (InetSocketAddress)
                Objects.requireNonNull(configuration(request).remoteAddress()).get();
    }

    /** Reactor Netty's requests are clients, too. */
    private static HttpClientConfig configuration(HttpClient.RequestSender request) {
        return ((HttpClient) request).configuration();
    }
}
