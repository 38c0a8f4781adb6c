package dev.weft.mesh.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeersTests {

    private static final RegistryPeer ONE = RegistryPeer.of("http://one:8761/eureka/", null);
    private static final RegistryPeer TWO = RegistryPeer.of("http://two:8761/eureka", null);

    @Test
    void failedWhenTwoHundredLoseTheirRegistryTogetherSpreadsThem() {
        Random random = new Random(1);
        List<Duration> returns = new ArrayList<>();
        for (int client = 0; client < 200; client++) {
            returns.add(new Peers(List.of(ONE, TWO), random).failed());
        }

        for (int tenth = 0; tenth < 10; tenth++) {
            Duration from = Duration.ofMillis(tenth * 100L);
            assertThat(returns)
                    .as("returns within 100 ms from " + from)
                    .filteredOn(wait -> wait.compareTo(from) >= 0 && wait.compareTo(from.plusMillis(100)) < 0)
                    .hasSizeBetween(5, 40);
        }
    }

    @Test
    void failedWhenItGoesOnWaitsLongerButNoMoreThanTenSeconds() {
        Peers peers = new Peers(List.of(ONE), new Random(1));
        Duration longest = Duration.ZERO;
        for (int failure = 0; failure < 1_000; failure++) {
            Duration wait = peers.failed();
            longest = wait.compareTo(longest) > 0 ? wait : longest;
        }

        assertThat(longest).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));
        peers.lasted();
        assertThat(peers.failed()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void failedWhenThereAreOthersGoesToEachInTurn() {
        Peers peers = new Peers(List.of(ONE, TWO), new Random(1));
        RegistryPeer first = peers.current();
        peers.failed();
        RegistryPeer second = peers.current();
        peers.failed();

        assertThat(Set.of(first, second)).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(peers.current()).isEqualTo(first);
    }

    @Test
    void currentWhenClientsStartIsNotTheSameForAll() {
        Random random = new Random(1);
        Set<RegistryPeer> firsts = new HashSet<>();
        for (int client = 0; client < 20; client++) {
            firsts.add(new Peers(List.of(ONE, TWO), random).current());
        }

        assertThat(firsts).hasSize(2);
    }

    @Test
    void refusedWhenNobodyOffersAStreamAsksRarely() {
        Peers peers = new Peers(List.of(ONE, TWO), new Random(1));

        assertThat(peers.refused(null)).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(peers.refused(null)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120));
    }

    @Test
    void refusedWhenTheRegistryAsksForPatienceHasIt() {
        Peers peers = new Peers(List.of(ONE), new Random(1));

        assertThat(peers.refused(Duration.ofSeconds(10))).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        assertThat(peers.refused(Duration.ofDays(1))).isLessThan(Duration.ofMinutes(3));
    }

    @Test
    void ofWhenTheUrlIsEurekasLeadsToTheStream() {
        assertThat(RegistryPeer.of("http://mesh:s3cret@one:8761/ctx/eureka/", "other"))
                .satisfies(peer -> {
                    assertThat(peer.watch("/s1/reports")).hasToString("http://one:8761/ctx/mesh/v1/watch/s1/reports");
                    assertThat(peer).hasToString("http://one:8761/ctx");
                    assertThat(peer.authorization()).isEqualTo("Basic bWVzaDpzM2NyZXQ=");
                });
        assertThat(ONE.watch(""))
                .isEqualTo(RegistryPeer.of("http://one:8761", null).watch(""));
    }
}
