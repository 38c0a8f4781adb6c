package dev.weft.mesh.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which part of a route's requests is copied, held up or refused. */
class ShareTests {

    private static final ServiceName SERVICE = ServiceName.of("petdetails");
    private static final int REQUESTS = 1_000;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 10, 33.33, 50, 100})
    void mirrorWhenItWantsAShareSeesThatShare(double percent) {
        Mirror mirror = new Mirror(null, Subset.version("v2"), Share.percent(percent), Set.of());

        assertThat(count(
                        Actions.NONE.withMirrors(List.of(mirror)),
                        choice -> choice.copies().size() == 1))
                .isCloseTo(percent, within(0.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 10, 33.33, 50, 100})
    void faultWhenItWantsAShareMeetsThatShare(double percent) {
        Fault abort = new Fault(Duration.ZERO, Share.NONE, 503, Share.percent(percent));
        Fault delay = new Fault(Duration.ofSeconds(1), Share.percent(percent), 0, Share.NONE);

        assertThat(count(
                        Actions.NONE.withFault(abort),
                        choice -> choice.trouble().status() == 503))
                .isCloseTo(percent, within(0.5));
        assertThat(count(
                        Actions.NONE.withFault(delay),
                        choice -> choice.trouble().delayNanos() > 0))
                .isCloseTo(percent, within(0.5));
    }

    @Test
    void mirrorsWhenThereAreSeveralSeeTheirSharesEach() {
        Actions two = Actions.NONE.withMirrors(List.of(
                new Mirror(null, Subset.version("v2"), Share.ALL, Set.of()),
                new Mirror(ServiceName.of("audit"), Subset.ALL, Share.percent(20), Set.of())));

        assertThat(count(two, choice -> choice.copies().size() == 2)).isCloseTo(20, within(0.5));
    }

    /** What happens to a tenth of the requests each must not happen to the same ones, nor always to others. */
    @Test
    void sharesWhenThereAreSeveralDontGoInLockStep() {
        Share tenth = Share.percent(10);
        Actions all = Actions.NONE
                .withFault(new Fault(Duration.ofSeconds(1), tenth, 503, tenth))
                .withMirrors(IntStream.range(0, 8)
                        .mapToObj(i -> new Mirror(null, Subset.version("m" + i), tenth, Set.of()))
                        .toList());
        Route route = Route.to(
                        List.of(RouteTarget.of(Subset.version("v1"), 90), RouteTarget.of(Subset.version("canary"), 10)))
                .withActions(all);
        for (int seed = 0; seed < 20; seed++) {
            CompiledRules rules = CompiledRules.of(
                    ServiceRules.defaults().withRoutes(List.of(route)), ServiceName.of("petservice"), new Random(seed));
            int[][] together = new int[11][11];
            for (int i = 0; i < 10_000; i++) {
                Choice choice = rules.choose(CallRequest.of(SERVICE, "GET", "/"));
                Trouble trouble = choice.trouble();
                List<Mirror> copies = choice.copies();
                boolean[] met = new boolean[11];
                met[0] = choice.target() == route.to().get(1);
                met[1] = trouble.delayNanos() > 0;
                met[2] = trouble.status() == 503;
                copies.forEach(copy -> met[3 + all.mirrors().indexOf(copy)] = true);
                for (int a = 0; a < 11; a++) {
                    for (int b = 0; b < a; b++) {
                        together[a][b] += met[a] && met[b] ? 1 : 0;
                    }
                }
            }
            for (int a = 0; a < 11; a++) {
                for (int b = 0; b < a; b++) {
                    assertThat(together[a][b])
                            .as("%s and %s, seed %s", a, b, seed)
                            .isBetween(60, 140);
                }
            }
        }
    }

    /** In percent of the requests. */
    private static double count(Actions actions, Predicate<Choice> condition) {
        Route route = Route.to(List.of(RouteTarget.of(Subset.version("v1"), 1))).withActions(actions);
        CompiledRules rules = CompiledRules.of(
                ServiceRules.defaults().withRoutes(List.of(route)), ServiceName.of("petservice"), new Random(42));
        int met = 0;
        for (int i = 0; i < REQUESTS; i++) {
            if (condition.test(rules.choose(CallRequest.of(SERVICE, "GET", "/")))) {
                met++;
            }
        }
        return 100.0 * met / REQUESTS;
    }
}
