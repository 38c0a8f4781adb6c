package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.security.EgressPolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTests {

    private final LogicalHosts hosts = new LogicalHosts(
            List.of(),
            List.of(),
            new OutsideHosts(EgressPolicy.OPEN, host -> List.of(), Map.of(), command -> {}, System::nanoTime));

    @ParameterizedTest
    @CsvSource({
        "http://a.test/a/b?page=1, ?page=2, http://a.test/a/b?page=2",
        "http://a.test, ?page=2, http://a.test/?page=2",
        "http://a.test, there, http://a.test/there",
        "http://a.test/a/b, c, http://a.test/a/c",
        "http://a.test/a/b, //b.test/c?d, http://b.test/c?d"
    })
    void nextWhenTheLocationIsRelativeIsResolvedAsBrowsersDo(String url, String location, String next) {
        assertThat(next(url, location))
                .isNotNull()
                .extracting(Redirects.Hop::uri)
                .isEqualTo(URI.create(next));
    }

    @Test
    void nextWhenItLeadsFromTlsToClearTextIsNull() {
        assertThat(next("https://a.test/", "http://a.test/")).isNull();
        // TLS on the wire, whatever the URLs say.
        assertThat(next("http://a.test:443/", "http://b.test/")).isNull();
        assertThat(next("https://a.test/", "http://b.test:443/")).isNotNull();
    }

    private Redirects.Hop next(String url, String location) {
        URI uri = URI.create(url);
        ServiceName from = hosts.service(uri);
        return Redirects.next(hosts, from, uri, "GET", 302, location);
    }
}
