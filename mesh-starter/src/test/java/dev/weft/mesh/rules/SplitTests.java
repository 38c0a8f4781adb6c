package dev.weft.mesh.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SplitTests {

    private static final ServiceName SELF = ServiceName.of("petservice");
    private static final CallRequest REQUEST = CallRequest.of(ServiceName.of("petdetails"), "GET", "/");

    /** One client's 1,000 requests are within half a point of the weights. */
    @Test
    void routeWhateverTheWeightsIsWithinHalfAPointOverAThousandRequests() {
        Cases.run(3_000, random -> {
            int destinations = random.nextInt(1, 4);
            List<RouteTarget> to = new ArrayList<>();
            for (int i = 0; i < destinations; i++) {
                to.add(RouteTarget.of(Subset.version("v" + i), random.nextInt(1, 101)));
            }
            double total = to.stream().mapToInt(RouteTarget::weight).sum();

            int[] hits = hits(rules(to, random), 1_000);

            for (int i = 0; i < destinations; i++) {
                assertThat(100.0 * hits[i] / 1_000)
                        .as("percent of %s", to)
                        .isCloseTo(100 * to.get(i).weight() / total, within(0.5));
            }
        });
    }

    @Test
    void routeWhenAWeightIsZeroGivesItNothing() {
        Cases.run(200, random -> {
            List<RouteTarget> to = List.of(
                    RouteTarget.of(Subset.version("v0"), 0),
                    RouteTarget.of(Subset.version("v1"), 5),
                    RouteTarget.of(Subset.version("v2"), 0));

            assertThat(hits(rules(to, random), 1_000)).containsExactly(0, 1_000, 0);
        });
    }

    @Test
    void routeWhenADestinationIsNamedTwiceGivesItBothShares() {
        List<RouteTarget> to = List.of(
                RouteTarget.of(Subset.version("v1"), 1),
                RouteTarget.of(Subset.version("v2"), 2),
                RouteTarget.of(Subset.version("v1"), 1));
        CompiledRules rules = rules(to, new SplittableRandom(1));

        assertThat(rules.destinations())
                .extracting(DestinationKey::subset)
                .containsExactly(Subset.version("v1"), Subset.version("v2"));
        assertThat(hits(rules, 1_000)[0]).isBetween(495, 505);
    }

    @Test
    void routeWhenThereAreNoRoutesGoesToAllEndpoints() {
        CompiledRules rules = CompiledRules.of(ServiceRules.defaults(), SELF, new SplittableRandom(1));

        assertThat(rules.destinations().get(rules.choose(REQUEST).destination()))
                .isEqualTo(DestinationKey.WHOLE);
    }

    private static CompiledRules rules(List<RouteTarget> to, SplittableRandom random) {
        return CompiledRules.of(ServiceRules.defaults().withRoutes(List.of(Route.to(to))), SELF, random);
    }

    private static int[] hits(CompiledRules rules, int requests) {
        int[] hits = new int[rules.destinations().size()];
        for (int i = 0; i < requests; i++) {
            hits[rules.choose(REQUEST).destination()]++;
        }
        return hits;
    }
}
