package dev.weft.mesh.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.security.EgressEntry.Protocol;
import dev.weft.mesh.security.EgressPolicy.Mode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTests {

    @Test
    void refusalWhenTheHostIsNotListedSaysWhatWouldAllowIt() {
        assertThat(deny().refusal(ServiceName.of("api.example.com:443")))
                .isEqualTo("egress to api.example.com:443 is not allowed (mesh.egress.mode is deny); to allow it, add"
                        + " { host: api.example.com, ports: [443] } to mesh.egress.allow");
        assertThat(deny().refusal(ServiceName.of("[2001:db8:0:0:0:0:0:1]:80")))
                .endsWith("add { host: \"[2001:db8:0:0:0:0:0:1]\", ports: [80] } to mesh.egress.allow");
        assertThat(EgressPolicy.unreadable("-odd:80"))
                .isEqualTo("egress to \"-odd:80\" is not allowed (mesh.egress.mode is deny); it is no host name or"
                        + " address with a port from 1 to 65535");
        assertThat(deny().refusal(ServiceName.of("2130706433:80"))).endsWith("no address in the usual notation");
    }

    @Test
    void refusalWhenEgressIsAllowedIsNull() {
        assertThat(EgressPolicy.OPEN.refusal(ServiceName.of("api.example.com:443")))
                .isNull();
    }

    @Test
    void entryWithoutPortsMatchesThoseOfItsProtocol() {
        assertMatches(entry("example.com", Set.of(), null), "example.com:443", "example.com:80");
        assertMatches(entry("example.com", Set.of(), Protocol.HTTPS), "example.com:443");
        assertMatches(entry("example.com", Set.of(), Protocol.HTTP), "example.com:80");
        assertMatches(entry("example.com", Set.of(8080), Protocol.HTTP), "example.com:8080");
    }

    @Test
    void entryWithASuffixMatchesEveryNameBelowIt() {
        assertMatches(entry("*.Example.com", Set.of(80), null), "api.example.com:80", "a.b.example.com:80");
        EgressPolicy policy = deny(entry("*.example.com", Set.of(80), null));
        for (String other : List.of("example.com:80", "notexample.com:80", "api.example.com.evil.test:80")) {
            assertThat(policy.refusal(ServiceName.of(other))).isNotNull();
        }
    }

    @Test
    void entryWithAnAddressMatchesItHoweverItIsWritten() {
        assertMatches(entry("2001:DB8::1", Set.of(), null), "[2001:db8:0:0:0:0:0:1]:443");
        assertMatches(entry("192.0.2.1", Set.of(), null), "192.0.2.1:80");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.",
                "http://example.com",
                "example.com:80",
                "a b",
                "*.*.com",
                "_a.com",
                "2130706433",
                "127.1"
            })
    void entryWhenItsHostIsNoneIsRefused(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> entry(host, Set.of(), null))
                .withMessageStartingWith("host: \"" + host + "\" (expected: a host name");
    }

    @Test
    void entryWhenItsPortIsNoneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> entry("example.com", Set.of(0), null))
                .withMessage("ports: 0 (expected: 1 to 65535)");
    }

    @Test
    void permitsWhenEgressIsDeniedOnlyPublicAddressesUnlessTheEntrySaysOtherwise() throws Exception {
        EgressPolicy policy = deny(
                entry("example.com", Set.of(), null),
                new EgressEntry("intra.example.com", Set.of(), null, true),
                entry("10.0.0.1", Set.of(), null));

        assertThat(policy.permits(ServiceName.of("example.com:80"), address("8.8.8.8")))
                .isTrue();
        assertThat(policy.permits(ServiceName.of("example.com:80"), address("10.0.0.1")))
                .isFalse();
        assertThat(policy.permits(ServiceName.of("intra.example.com:80"), address("10.0.0.1")))
                .isTrue();
        assertThat(policy.permits(ServiceName.of("10.0.0.1:80"), address("10.0.0.1")))
                .isTrue();
        assertThat(EgressPolicy.OPEN.permits(ServiceName.of("example.com:80"), address("10.0.0.1")))
                .isTrue();
    }

    @Test
    void tlsIsDemandedByPort443AndByEntriesThatSayHttps() {
        EgressPolicy policy = deny(
                entry("example.com", Set.of(8443), Protocol.HTTPS), entry("example.com", Set.of(8080), Protocol.HTTP));

        assertThat(policy.demandsTls(ServiceName.of("example.com:443"))).isTrue();
        assertThat(policy.demandsTls(ServiceName.of("example.com:8443"))).isTrue();
        assertThat(policy.demandsTls(ServiceName.of("example.com:8080"))).isFalse();
        assertThat(policy.demandsTls(ServiceName.of("example.com:80"))).isFalse();
        assertThat(deny(entry("example.com", Set.of(443), Protocol.HTTP)).demandsTls(ServiceName.of("example.com:443")))
                .isFalse();
    }

    @Test
    void refusalsAreCountedForAHundredHostsAndTheRestTogether() {
        Refusals refusals = new Refusals();
        for (int i = 0; i < 150; i++) {
            refusals.add(ServiceName.outside("host" + i + ".test", 80));
            refusals.add(ServiceName.outside("host" + i + ".test", 80));
        }

        assertThat(refusals.total()).isEqualTo(300);
        assertThat(refusals.byHost())
                .hasSize(101)
                .containsEntry("host0.test:80", 2L)
                .containsEntry("others", 100L);
    }

    private static void assertMatches(EgressEntry entry, String... hosts) {
        List<String> all = List.of(
                "example.com:80",
                "example.com:443",
                "example.com:8080",
                "api.example.com:80",
                "a.b.example.com:80",
                "[2001:db8:0:0:0:0:0:1]:443",
                "192.0.2.1:80");
        assertThat(all)
                .filteredOn(host -> deny(entry).refusal(ServiceName.of(host)) == null)
                .containsExactlyInAnyOrder(hosts);
    }

    private static EgressPolicy deny(EgressEntry... entries) {
        return new EgressPolicy(Mode.DENY, List.of(entries));
    }

    private static EgressEntry entry(String host, Set<Integer> ports, @Nullable Protocol protocol) {
        return new EgressEntry(host, ports, protocol, false);
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
