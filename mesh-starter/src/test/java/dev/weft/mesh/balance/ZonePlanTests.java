package dev.weft.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.mesh.sim.Cases;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ZonePlanTests {

    private static final int DRAWS = 10_000;

    @Test
    void ofWhenTheZoneHasRoomForItsCallersStaysInTheZone() {
        assertThat(shares(ZonePlan.of("a", Map.of("a", 1, "b", 1), Map.of("a", 3, "b", 3))))
                .isEqualTo(Map.of("a", 1.0));
    }

    @Test
    void ofWhenTheZoneHasMoreCallersThanEndpointsSendsTheRestElsewhere() {
        Map<String, Double> shares = shares(ZonePlan.of("a", Map.of("a", 1, "b", 1), Map.of("a", 1, "b", 3)));

        assertThat(shares.get("a")).isCloseTo(0.5, within(0.001));
        assertThat(shares.get("b")).isCloseTo(0.5, within(0.001));
    }

    @Test
    void ofWhenCallersAreUnknownTakesZonesToHaveEqualMany() {
        Map<String, Double> shares = shares(ZonePlan.of("a", Map.of(), Map.of("a", 2, "b", 4)));

        assertThat(shares.get("a")).isCloseTo(2.0 / 3, within(0.001));
    }

    @Test
    void ofWhenEverythingIsInOneZoneMakesNoPlan() {
        assertThat(ZonePlan.of("a", Map.of("a", 3), Map.of("a", 6))).isNull();
    }

    @Test
    void ofWhenTheZoneHasNoEndpointAndCallersAreUnknownMakesNoPlan() {
        assertThat(ZonePlan.of("a", Map.of(), Map.of("b", 3, "c", 3))).isNull();
    }

    /** Callers without a peer in their zone must not crowd the zones that are full with callers of their own. */
    @Test
    void ofWhenTheZoneHasNoEndpointGoesWhereThereIsRoom() {
        assertThat(shares(ZonePlan.of("a", Map.of("a", 1, "b", 1), Map.of("b", 3, "c", 3))))
                .isEqualTo(Map.of("c", 1.0));
    }

    /** What the plans are for: whatever the zones look like, all plans together load each endpoint alike. */
    @Test
    void ofWhateverTheZonesLoadsEveryEndpointAlikeAndCrossesNoMoreThanItMust() {
        Cases.run(2_000, random -> {
            Map<String, Integer> callers = zones(random, 1);
            Map<String, Integer> endpoints = zones(random, 1);
            double callersInAll = callers.values().stream().mapToInt(i -> i).sum();
            double endpointsInAll = endpoints.values().stream().mapToInt(i -> i).sum();
            if (endpoints.size() < 2) {
                return;
            }

            Map<String, Double> load = new TreeMap<>();
            double crossing = 0;
            for (Map.Entry<String, Integer> zone : callers.entrySet()) {
                Map<String, Double> shares = exactShares(ZonePlan.of(zone.getKey(), callers, endpoints));
                assertThat(shares.values().stream().mapToDouble(d -> d).sum()).isCloseTo(1, within(1e-9));
                shares.forEach((to, share) -> load.merge(to, share * zone.getValue() / callersInAll, Double::sum));
                crossing += (1 - shares.getOrDefault(zone.getKey(), 0.0)) * zone.getValue() / callersInAll;
            }

            double least = 0;
            for (Map.Entry<String, Integer> zone : callers.entrySet()) {
                double here = endpoints.getOrDefault(zone.getKey(), 0) / endpointsInAll;
                least += Math.max(0, zone.getValue() / callersInAll - here);
            }
            endpoints.forEach((zone, count) ->
                    assertThat(load.getOrDefault(zone, 0.0)).isCloseTo(count / endpointsInAll, within(1e-9)));
            assertThat(crossing).isCloseTo(least, within(1e-9));
        });
    }

    private static Map<String, Integer> zones(SplittableRandom random, int least) {
        Map<String, Integer> zones = new TreeMap<>();
        for (String zone : new String[] {"a", "b", "c", "d"}) {
            if (random.nextInt(4) > 0) {
                zones.put(zone, random.nextInt(least, 12));
            }
        }
        zones.putIfAbsent("e", 1);
        return zones;
    }

    /** Shares as an evenly spaced series of draws finds them. */
    private static Map<String, Double> shares(@Nullable ZonePlan plan) {
        assertThat(plan).isNotNull();
        Map<String, Double> shares = new TreeMap<>();
        for (int i = 0; i < DRAWS; i++) {
            shares.merge(plan.zones()[plan.draw((i + 0.5) / DRAWS)], 1.0 / DRAWS, Double::sum);
        }
        shares.replaceAll((zone, share) -> Math.round(share * DRAWS) / (double) DRAWS);
        return shares;
    }

    /** Shares as bisection finds them: where the answer of a draw changes. */
    private static Map<String, Double> exactShares(@Nullable ZonePlan plan) {
        assertThat(plan).isNotNull();
        Map<String, Double> shares = new TreeMap<>();
        double from = 0;
        for (int zone = 0; zone < plan.zones().length; zone++) {
            double low = from;
            double high = 1;
            for (int i = 0; i < 60; i++) {
                double middle = (low + high) / 2;
                if (plan.draw(middle) <= zone) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            shares.put(plan.zones()[zone], high - from);
            from = high;
        }
        return shares;
    }
}
