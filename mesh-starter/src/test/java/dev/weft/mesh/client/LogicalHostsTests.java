package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.security.Addresses;
import dev.weft.mesh.security.EgressEntry;
import dev.weft.mesh.security.EgressPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogicalHostsTests {

    private final LogicalHosts hosts = new LogicalHosts(List.of("Redis"), List.of(ServiceName.of("registry:8761")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://petdetails",
                "http://petdetails/pet/1",
                "https://petdetails:8443/",
                "http://PetDetails/",
                "http://user@petdetails/"
            })
    void serviceWhenTheHostIsASingleLabelIsItsName(String url) {
        assertThat(hosts.service(URI.create(url))).isEqualTo(ServiceName.of("petdetails"));
    }

    @Test
    void serviceWhenTheNameHasAnUnderscoreIsFoundAllTheSame() {
        assertThat(hosts.service(URI.create("http://pet_details:8080/x"))).isEqualTo(ServiceName.of("pet_details"));
        assertThat(hosts.service(URI.create("http://me@pet_details/x"))).isEqualTo(ServiceName.of("pet_details"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080/",
                "http://LOCALHOST/",
                "http://127.0.0.1:8080/",
                "http://2130706433/",
                "http://[::1]:8080/",
                "http://api.example.com/",
                "http://petdetails.default/",
                "http://redis:6379/",
                "http://registry:8761/eureka",
                "ftp://petdetails/",
                "/pet/1",
                "http:///pet/1",
                "mailto:someone"
            })
    void serviceWhenTheHostIsNotLogicalIsNull(String url) {
        assertThat(hosts.service(URI.create(url))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://api.example.com/, api.example.com:80",
        "https://API.example.com/, api.example.com:443",
        "http://api.example.com:8080/, api.example.com:8080",
        "http://api.example.com./, api.example.com:80",
        "http://user@api_v2.example.com:81/, api_v2.example.com:81",
        "http://petdetails./, petdetails:80",
        "http://petdetails/, petdetails"
    })
    void serviceWhenTheHostHasADotIsTheHostOutside(String url, String name) {
        assertThat(open().service(URI.create(url))).isEqualTo(ServiceName.of(name));
        assertThat(denied().service(URI.create(url))).isEqualTo(ServiceName.of(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:9411/api/v2/spans",
                "http://LOCALHOST.:9411/",
                "http://redis:6379/",
                "http://legacy.example.com/",
                "http://LEGACY.example.com./",
                "http://registry.example.com:8761/eureka",
                "ftp://api.example.com/"
            })
    void serviceWhenTheHostIsExemptIsNullEvenWhereEgressIsDenied(String url) {
        assertThat(open().service(URI.create(url))).isNull();
        assertThat(denied().service(URI.create(url))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://192.0.2.1/, 192.0.2.1:80",
        "http://localhost:8080/, localhost:8080",
        "http://LOCALHOST./, localhost:80",
        "http://127.0.0.1:9411/, 127.0.0.1:9411",
        "http://[::1]:8080/, [0:0:0:0:0:0:0:1]:8080",
        "http://registry.example.com:22/, registry.example.com:22",
        "http://[2001:DB8::1]:8080/, [2001:db8:0:0:0:0:0:1]:8080",
        "http://0.0.0.0/, 0.0.0.0:80",
        "http://2130706433/, 2130706433:80",
        "http://127.1/, 127.1:80",
        "http://0x7f.1/, 0x7f.1:80",
        "http://api.example.com:0/, unreadable.invalid:443",
        "http://api.example.com:65536/, unreadable.invalid:443",
        "http://api_v2.example.com:99999/, unreadable.invalid:443",
        "http://api_v2.example.com:123456/, unreadable.invalid:443",
        "http://-odd.example.com/, unreadable.invalid:443",
        "http://localhost@_odd$.example.com/, unreadable.invalid:443"
    })
    void serviceWhenTheHostIsNoNameIsCalledAsItIsUnlessEgressIsDenied(String url, String name) {
        assertThat(open().service(URI.create(url))).isNull();
        assertThat(denied().service(URI.create(url))).isEqualTo(ServiceName.of(name));
    }

    @Test
    void permitsWhenAListedNameStandsForAPrivateAddressIsFalse() throws Exception {
        EgressEntry strict = new EgressEntry("strict.test", Set.of(80), null, false);
        EgressEntry lax = new EgressEntry("lax.test", Set.of(80), null, true);
        LogicalHosts denied = hosts(EgressPolicy.Mode.DENY, strict, lax);

        assertThat(denied.permits(found("strict.test", "10.0.0.1"))).isFalse();
        assertThat(denied.permits(found("strict.test", "8.8.8.8"))).isTrue();
        assertThat(denied.permits(found("lax.test", "10.0.0.1"))).isTrue();
        // What is not listed was not let out, and if it was, it is an instance of a service.
        assertThat(denied.permits(found("instance.internal", "10.0.0.1"))).isTrue();
        assertThat(open().permits(found("strict.test", "10.0.0.1"))).isTrue();
    }

    @Test
    void permitsWhenTheNameIsWrittenInAnotherWayGoesByTheSameEntry() throws Exception {
        EgressEntry strict = new EgressEntry("xn--bcher-kva.test", Set.of(80), null, false);
        EgressEntry lax = new EgressEntry("xn--mnchen-3ya.test", Set.of(80), null, true);
        LogicalHosts denied = hosts(EgressPolicy.Mode.DENY, strict, lax);

        assertThat(denied.permits(found("xn--bcher-kva.test.", "10.0.0.1"))).isFalse();
        assertThat(denied.permits(found("B\u00fccher.test", "10.0.0.1"))).isFalse();
        assertThat(denied.permits(found("m\u00fcnchen.test", "10.0.0.1"))).isTrue();
    }

    @Test
    void permitsWhenTheNameCannotBeReadIsForPublicAddressesOnly() throws Exception {
        assertThat(denied().permits(found("-odd.test", "10.0.0.1"))).isFalse();
        assertThat(denied().permits(found("-odd.test", "8.8.8.8"))).isTrue();
        assertThat(open().permits(found("-odd.test", "10.0.0.1"))).isTrue();
    }

    private static InetSocketAddress found(String name, String address) throws UnknownHostException {
        return new InetSocketAddress(Addresses.named(name, InetAddress.getByName(address)), 80);
    }

    @Test
    void serviceWhenTheClientWasMadeByHandIsNullUnlessEgressIsDenied() {
        URI url = URI.create("http://api.example.com/");
        assertThat(open().service(url, true)).isNull();
        assertThat(denied().service(url, true)).isEqualTo(ServiceName.of("api.example.com:80"));
    }

    @Test
    void serviceWhenTheHostIsBehindAProxyIsNullUnlessEgressIsDenied() {
        URI url = URI.create("http://api.example.com/");
        EgressEntry listed = new EgressEntry("api.example.com", Set.of(), null, false);
        String before = System.setProperty("http.proxyHost", "proxy.example.com");
        try {
            assertThat(open().service(url)).isNull();
            assertThat(hosts(EgressPolicy.Mode.DENY, listed).service(url))
                    .isEqualTo(ServiceName.of("api.example.com:80"));
        } finally {
            if (before == null) {
                System.clearProperty("http.proxyHost");
            } else {
                System.setProperty("http.proxyHost", before);
            }
        }
    }

    @Test
    void serviceWhenEgressIsOffIsNull() {
        assertThat(hosts(EgressPolicy.Mode.OFF).service(URI.create("http://api.example.com/")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://api.example.com/, api.example.com",
        "http://me@api.example.com:8080/, api.example.com:8080",
        "http://api.example.com:443/, api.example.com",
        "https://[::1]:443/, [::1]"
    })
    void authorityIsWhatHostSays(String url, String authority) {
        assertThat(LogicalHosts.authority(URI.create(url))).isEqualTo(authority);
    }

    private static LogicalHosts open() {
        return hosts(EgressPolicy.Mode.ALLOW);
    }

    private static LogicalHosts denied() {
        return hosts(EgressPolicy.Mode.DENY);
    }

    private static LogicalHosts hosts(EgressPolicy.Mode mode, EgressEntry... listed) {
        OutsideHosts outside = new OutsideHosts(
                new EgressPolicy(mode, List.of(listed)), host -> List.of(), Map.of(), Runnable::run, System::nanoTime);
        return new LogicalHosts(
                List.of("redis", "legacy.example.com"),
                List.of(ServiceName.of("registry.example.com:8761"), ServiceName.of("localhost:9411")),
                outside);
    }
}
