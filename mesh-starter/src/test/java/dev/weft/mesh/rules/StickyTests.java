package dev.weft.mesh.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.sim.Cases;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StickyTests {

    private static final CallRequest REQUEST = CallRequest.of(ServiceName.of("petdetails"), "GET", "/");

    @Test
    void sideWhenAWeightGrowsAtTheCostOfAnotherMovesNobodyElse() {
        Cases.run(200, random -> {
            int small = random.nextInt(1, 30);
            int large = small + random.nextInt(1, 60);
            CompiledRules before = rules(to("old", 100 - small), to("new", small), to("third", 10));
            CompiledRules after = rules(to("old", 100 - large), to("new", large), to("third", 10));
            for (int user = 0; user < 200; user++) {
                String was = side(before, "user-" + user);
                String is = side(after, "user-" + user);
                assertThat(is.equals(was) || was.equals("old") || is.equals("new"))
                        .as("%s then %s", was, is)
                        .isTrue();
            }
        });
    }

    @Test
    void sidesWhenManyComeAreByWeight() {
        Map<String, Integer> hits = hits(rules(to("old", 70), to("new", 20), to("third", 10)));

        assertThat(hits.get("old")).isBetween(13_600, 14_400);
        assertThat(hits.get("new")).isBetween(3_700, 4_300);
    }

    /** Two entries of one destination once drew the same number, so that only the heavier one counted. */
    @Test
    void sidesWhenADestinationIsNamedTwiceGiveItBothShares() {
        assertThat(hits(rules(to("v1", 1), to("v1", 1), to("v2", 2))).get("v1")).isBetween(9_600, 10_400);
    }

    /** A cookie that was cleared is no user. */
    @Test
    void sideWhenTheKeyIsEmptyIsByTurns() {
        CompiledRules rules = rules(to("old", 1), to("new", 1));
        Map<String, Integer> hits = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            hits.merge(side(rules, ""), 1, Integer::sum);
        }

        assertThat(hits.get("old")).isBetween(48, 52);
        assertThat(rules.explain(request("")).why()).isEqualTo("next in turn");
    }

    @Test
    void sideWhenItIsByIdentityIsTheUsersAndWithoutOneByTurns() {
        CompiledRules rules = rules(new RequestKey.Identity(), to("old", 1), to("new", 1));
        Map<String, Integer> users = new TreeMap<>();
        Map<String, Integer> nobody = new TreeMap<>();
        for (int i = 0; i < 1_000; i++) {
            CallRequest signedIn = REQUEST.withIdentity("user-" + i);
            String side = side(rules, signedIn);
            assertThat(side(rules, signedIn)).isEqualTo(side);
            users.merge(side, 1, Integer::sum);
            nobody.merge(side(rules, REQUEST), 1, Integer::sum);
        }

        assertThat(users.get("old")).isBetween(450, 550);
        assertThat(nobody.get("old")).isBetween(495, 505);
        assertThat(rules.explain(REQUEST.withIdentity("ann")).why()).isEqualTo("sticky by identity");
    }

    private static Map<String, Integer> hits(CompiledRules rules) {
        Map<String, Integer> hits = new TreeMap<>();
        for (int user = 0; user < 20_000; user++) {
            hits.merge(side(rules, "user-" + user), 1, Integer::sum);
        }
        return hits;
    }

    private static String side(CompiledRules rules, String user) {
        return side(rules, request(user));
    }

    private static String side(CompiledRules rules, CallRequest request) {
        Subset subset =
                rules.destinations().get(rules.choose(request).destination()).subset();
        return subset.labels().get("version");
    }

    private static CallRequest request(String user) {
        return REQUEST.withHeaders(name -> name.equals("x-user") ? user : null);
    }

    private static RouteTarget to(String version, int weight) {
        return RouteTarget.of(Subset.version(version), weight);
    }

    private static CompiledRules rules(RouteTarget... to) {
        return rules(new RequestKey.Field(FieldMatch.Kind.HEADER, "x-user"), to);
    }

    private static CompiledRules rules(RequestKey key, RouteTarget... to) {
        Route route = Route.to(List.of(to)).withSticky(key);
        return CompiledRules.of(
                ServiceRules.defaults().withRoutes(List.of(route)),
                ServiceName.of("petservice"),
                new SplittableRandom(1));
    }
}
