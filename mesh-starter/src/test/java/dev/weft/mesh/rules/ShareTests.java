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
