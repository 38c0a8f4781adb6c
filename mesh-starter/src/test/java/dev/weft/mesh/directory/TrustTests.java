package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Endpoint.Status;
import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustTests {

    private static final ServiceName PETS = ServiceName.of("petdetails");
    private static final ServiceName OTHERS = ServiceName.of("others");
    private static final Function<Endpoint.Key, Experience> NONE = key -> Experience.NONE;

    private final Trust trust = new Trust(Map.of());

    @Test
    void answerWhenNothingIsKnownIsBelieved() {
        assertThat(answer("a", "b")).containsExactlyInAnyOrder(PETS, OTHERS);
        assertThat(believed()).containsExactly("a", "b");
        assertThat(trust.of(PETS).doubtful()).isZero();
    }

    @Test
    void answerWhenNothingChangedReportsNoChange() {
        answer("a", "b");

        assertThat(answer("a", "b")).isEmpty();
    }

    @Test
    void answerWhenHalfOfTheEndpointsAreMissingIsBelievedAtOnce() {
        answer("a", "b");

        answer("a");

        assertThat(believed()).containsExactly("a");
    }

    @Test
    void answerWhenMoreThanHalfOfTheEndpointsAreMissingIsHeld() {
        answer("a", "b", "c");

        answer("a");

        assertThat(believed()).containsExactly("a", "b", "c");
        assertThat(trust.of(PETS).doubtful()).isEqualTo(2);
    }

    @Test
    void answerWhenAServiceIsMissingIsHeld() {
        answer("a");

        answer();

        assertThat(believed()).containsExactly("a");
    }

    @Test
    void answerWhenThreeFurtherOnesConfirmItIsBelieved() {
        answer("a", "b", "c");
        answer("a");

        answer("a");
        answer("a");
        assertThat(believed()).containsExactly("a", "b", "c");
        answer("a");

        assertThat(believed()).containsExactly("a");
    }

    @Test
    void answerWhenTheMissingOnesComeBackStartsToCountAnew() {
        answer("a", "b", "c");
        answer("a");
        answer("a");
        answer("a", "b", "c");
        answer("a");

        answer("a");
        answer("a");

        assertThat(believed()).containsExactly("a", "b", "c");
    }

    @Test
    void answerWhenItIsEmptyForAllServicesIsNeverConfirmed() {
        answer("a", "b");

        for (int i = 0; i < 100; i++) {
            trust.answer(SourceAnswer.everything(Map.of()), NONE);
        }

        assertThat(believed()).containsExactly("a", "b");
        assertThat(trust.services()).contains(PETS, OTHERS);
    }

    @Test
    void answerWhenTheRegistryFillsUpAgainAfterARestartLosesNobody() {
        answer("a", "b", "c");
        trust.answer(SourceAnswer.everything(Map.of()), NONE);

        answer();
        answer("b");
        answer("b", "c");
        answer("a", "b", "c");

        assertThat(believed()).containsExactly("a", "b", "c");
        assertThat(trust.of(PETS).doubtful()).isZero();
    }

    @Test
    void answerWhenTheMissingOnesFailDropsThem() {
        answer("a", "b", "c", "d");

        trust.answer(everything("a"), key -> found(key, "b", Experience.FAILING));

        assertThat(believed()).containsExactly("a", "c", "d");
    }

    @Test
    void answerWhenAHeldOneBeginsToFailDropsItEvenIfTheAnswerIsEmpty() {
        answer("a", "b");
        trust.answer(SourceAnswer.everything(Map.of()), NONE);

        trust.answer(SourceAnswer.everything(Map.of()), key -> found(key, "a", Experience.FAILING));

        assertThat(believed()).containsExactly("b");
    }

    @Test
    void answerWhenAMissingOneAnswersRequestsIsNotBelievedForLong() {
        answer("a", "b");
        Function<Endpoint.Key, Experience> experience = key -> found(key, "a", Experience.ANSWERING);

        for (int i = 0; i < 120; i++) {
            trust.answer(withoutPets(), experience);
        }
        assertThat(believed()).containsExactly("a");
        trust.answer(withoutPets(), experience);

        assertThat(believed()).isEmpty();
    }

    @Test
    void answerWhenAMissingOneAnswersRequestsHoldsItAlsoIfItIsMissingAlone() {
        answer("a", "b");

        trust.answer(everything("a"), key -> found(key, "b", Experience.ANSWERING));

        assertThat(believed()).containsExactly("a", "b");
    }

    @Test
    void answersWhenThoseThatAnswerVanishOneByOneHoldAll() {
        answer("a", "b", "c", "d");

        trust.answer(everything("a", "b", "c"), key -> Experience.ANSWERING);
        trust.answer(everything("a", "b"), key -> Experience.ANSWERING);
        trust.answer(everything("a"), key -> Experience.ANSWERING);
        trust.answer(withoutPets(), key -> Experience.ANSWERING);

        assertThat(believed()).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void answerWhenAnotherServiceHasTheAddressOfAMissingOneDropsIt() {
        answer("a");
        trust.answer(withoutPets(), key -> Experience.ANSWERING);
        assertThat(believed()).containsExactly("a");

        Set<ServiceName> changed = trust.answer(
                SourceAnswer.everything(Map.of(OTHERS, List.of(Endpoint.of("new", up("a").host(), up("a").port())))),
                key -> Experience.ANSWERING);

        assertThat(believed()).isEmpty();
        assertThat(changed).contains(PETS, OTHERS);
    }

    @Test
    void answerWhenAMissingOneAnswersRequestsNoMoreIsBelieved() {
        answer("a", "b");
        for (int i = 0; i < 10; i++) {
            trust.answer(withoutPets(), key -> Experience.ANSWERING);
        }

        answer();

        assertThat(believed()).isEmpty();
    }

    @Test
    void answerWhenAnEndpointThatIsNamedFailsKeepsIt() {
        answer("a", "b");

        trust.answer(everything("a", "b"), key -> Experience.FAILING);

        assertThat(believed()).containsExactly("a", "b");
    }

    @Test
    void answerWhenEndpointsSayDownIsObeyedAtOnce() {
        answer("a", "b", "c");

        trust.answer(everything(down("a"), down("b"), down("c")), NONE);

        assertThat(trust.of(PETS).endpoints().values())
                .extracting(Endpoint::status)
                .containsOnly(Status.DOWN);
    }

    @Test
    void answerWhenTheMissingOnesHadSaidDownIsBelievedAtOnce() {
        answer("a", "b", "c");
        trust.answer(everything(up("a"), down("b"), down("c")), NONE);

        answer("a");

        assertThat(believed()).containsExactly("a");
    }

    @Test
    void answerWhenTheMissingOnesCancelledIsBelievedAtOnce() {
        answer("a", "b", "c");

        trust.answer(
                new SourceAnswer(
                        Map.of(PETS, List.of(up("a")), OTHERS, List.of(up("other"))),
                        true,
                        Set.of(up("b").key(), up("c").key())),
                NONE);

        assertThat(believed()).containsExactly("a");
    }

    @Test
    void answerWhenAnAddressReturnsUnderAnotherIdReplacesIt() {
        answer("a");
        Endpoint restarted = Endpoint.of("a-restarted", up("a").host(), up("a").port());

        trust.answer(everything(restarted), NONE);

        assertThat(believed()).containsExactly("a-restarted");
    }

    @Test
    void answerWhenAWholeFleetMovedHoldsTheOldOneUntilConfirmed() {
        answer("a", "b");

        answer("c", "d");
        assertThat(believed()).containsExactly("c", "d", "a", "b");
        answer("c", "d");
        answer("c", "d");
        answer("c", "d");

        assertThat(believed()).containsExactly("c", "d");
    }

    @Test
    void answerWhenOneServiceIsDoubtfulLeavesOthersAlone() {
        answer("a");

        trust.answer(SourceAnswer.everything(Map.of(OTHERS, List.of(up("new")))), NONE);

        assertThat(trust.of(OTHERS).endpoints().values())
                .extracting(Endpoint::id)
                .contains("new");
        assertThat(believed()).containsExactly("a");
    }

    @Test
    void answerWhenItIsPartialSaysNothingOfOtherServices() {
        answer("a");

        for (int i = 0; i < 10; i++) {
            trust.answer(new SourceAnswer(Map.of(OTHERS, List.of(up("x"))), false, Set.of()), NONE);
        }

        assertThat(believed()).containsExactly("a");
        assertThat(trust.of(PETS).doubtful()).isZero();
    }

    @Test
    void confirmWhenAnotherSourceLeavesThemOutTooDropsThem() {
        answer("a", "b", "c");
        answer("a");

        assertThat(trust.confirm(PETS, List.of(up("a"), up("b")))).isTrue();

        assertThat(believed()).containsExactly("a", "b");
        assertThat(trust.confirm(PETS, List.of(up("a"), up("b")))).isFalse();
    }

    @Test
    void answerWhenTheDiskKnewAtMostTwiceAsManyReplacesItAtOnce() {
        Trust guess = new Trust(Map.of(PETS, List.of(up("a"), up("b"))));

        guess.answer(everything("c"), NONE);

        assertThat(ids(guess)).containsExactly("c");
    }

    @Test
    void answerWhenTheDiskKnewManyMoreIsHeld() {
        Trust guess = new Trust(Map.of(PETS, List.of(up("a"), up("b"), up("c"))));

        guess.answer(everything("a"), NONE);

        assertThat(ids(guess)).containsExactly("a", "b", "c");
    }

    @Test
    void answerWhenTheRegistryStartedEmptyKeepsWhatTheDiskKnew() {
        Trust guess = new Trust(Map.of(PETS, List.of(up("a"))));

        guess.answer(SourceAnswer.everything(Map.of()), NONE);

        assertThat(ids(guess)).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void answersOfARegistryThatForgetsNeverEmptyAService(long seed) {
        Random random = new Random(seed);
        List<Endpoint> fleet = IntStream.range(0, 10).mapToObj(i -> up("e" + i)).toList();
        Trust client = new Trust(Map.of());
        client.answer(SourceAnswer.everything(Map.of(PETS, fleet)), NONE);

        for (int step = 0; step < 1_000; step++) {
            List<Endpoint> seen = new ArrayList<>(fleet);
            boolean forgetful = step % 5 != 4;
            seen.removeIf(endpoint -> forgetful && random.nextInt(10) < 8);
            Map<ServiceName, List<Endpoint>> answer = new HashMap<>();
            if (!seen.isEmpty()) {
                answer.put(PETS, seen);
            }
            client.answer(SourceAnswer.everything(answer), NONE);

            assertThat(client.of(PETS).endpoints().values())
                    .as("seed %d, step %d", seed, step)
                    .containsAll(seen)
                    .hasSizeGreaterThanOrEqualTo(Math.max(1, seen.size()));
        }
    }

    private static Experience found(Endpoint.Key key, String id, Experience experience) {
        return key.id().equals(id) ? experience : Experience.NONE;
    }

    private Set<ServiceName> answer(String... ids) {
        return trust.answer(everything(ids), NONE);
    }

    private static SourceAnswer withoutPets() {
        return everything(new Endpoint[0]);
    }

    /** Besides the endpoints in question the registry always knows another service, so that it is never empty. */
    private static SourceAnswer everything(String... ids) {
        return everything(List.of(ids).stream().map(TrustTests::up).toArray(Endpoint[]::new));
    }

    private static SourceAnswer everything(Endpoint... endpoints) {
        Map<ServiceName, List<Endpoint>> services = new HashMap<>(Map.of(OTHERS, List.of(up("other"))));
        if (endpoints.length > 0) {
            services.put(PETS, List.of(endpoints));
        }
        return SourceAnswer.everything(services);
    }

    private List<String> believed() {
        return ids(trust);
    }

    private static List<String> ids(Trust trust) {
        return trust.of(PETS).endpoints().values().stream().map(Endpoint::id).toList();
    }

    private static Endpoint up(String id) {
        return Endpoint.of(id, "host-" + id, 8080);
    }

    private static Endpoint down(String id) {
        return up(id).withStatus(Status.DOWN);
    }
}
