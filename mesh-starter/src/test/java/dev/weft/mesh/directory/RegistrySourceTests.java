package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the directory believes while the registry both streams and is polled. */
class RegistrySourceTests {

    private static final ServiceName PETS = ServiceName.of("petdetails");
    private static final ServiceName OTHERS = ServiceName.of("others");
    private static final Endpoint A = Endpoint.of("a", "host", 1);
    private static final Endpoint B = Endpoint.of("b", "host", 2);
    private static final Endpoint C = Endpoint.of("c", "host", 3);
    private static final Endpoint D = Endpoint.of("d", "host", 4);

    private Consumer<SourceAnswer> poll = answer -> {};
    private final RegistrySource registry = new RegistrySource(listener -> poll = listener);
    private final Directory directory = new Directory(List.of(registry), Map.of(), LastKnownGood.none());
    private final AtomicReference<EndpointSet> pets = new AtomicReference<>(EndpointSet.empty(PETS));

    @BeforeEach
    void start() {
        directory.start();
        directory.watch(PETS, pets::set);
    }

    @Test
    void pollWhenTheStreamSaysOtherwiseChangesNothing() {
        streams(A, B);
        polls(C, D);

        assertThat(pets.get().endpoints()).containsExactly(A, B);
    }

    @Test
    void pollWhenTheStreamIsSilentOnAServiceCounts() {
        streams(A);
        AtomicReference<EndpointSet> others = new AtomicReference<>();
        directory.watch(OTHERS, others::set);

        poll.accept(SourceAnswer.everything(Map.of(OTHERS, List.of(C))));

        assertThat(others.get().endpoints()).containsExactly(C);
    }

    @Test
    void pollWhenTheStreamHasEndedCounts() {
        streams(A, B);
        registry.streamEnded();

        assertThat(pets.get().endpoints()).containsExactly(A, B);
        polls(B, C);
        assertThat(pets.get().endpoints()).containsExactly(B, C);
    }

    @Test
    void streamWhenMoreThanHalfAreMissingIsNotConfirmedByItself() {
        streams(A, B, C);
        for (int i = 0; i < 10; i++) {
            streams(A);
        }

        assertThat(pets.get().endpoints()).containsExactly(A, B, C);
    }

    @Test
    void streamWhenMoreThanHalfAreMissingIsConfirmedAsPollsGoBy() {
        streams(A, B, C);
        streams(A);
        for (int i = 0; i < 3; i++) {
            assertThat(pets.get().endpoints()).containsExactly(A, B, C);
            polls(A, B, C);
        }

        assertThat(pets.get().endpoints()).containsExactly(A);
    }

    @Test
    void streamWhenItDoesNotKnowEverybodyOnlyAdds() {
        polls(A, B);

        registry.streamed(PETS, List.of(C), true, Set.of());
        polls(D);

        assertThat(pets.get().endpoints()).containsExactly(A, B, C, D);
    }

    @Test
    void streamWhenItDoesNotKnowEverybodyTakesThoseWhoLeaveOnPurpose() {
        polls(A, B);

        registry.streamed(PETS, List.of(B), true, Set.of(A.key()));

        assertThat(pets.get().endpoints()).containsExactly(B);
    }

    @Test
    void streamWhenNobodyHasRegisteredLeavesTheServiceUnknown() {
        streams();
        polls(A);
        registry.streamed(OTHERS, List.of(), false, Set.of());

        assertThat(directory.knows(OTHERS)).isFalse();
    }

    @Test
    void streamWhenItSpeaksBeforeTheFirstPollMakesNoOtherServiceUnknown() {
        streams(A);

        assertThat(directory.answered()).isFalse();
        polls(A);
        assertThat(directory.answered()).isTrue();
    }

    @Test
    void tellsAllWhenTheStreamHasToldOfEverybodyWhoIsCalledIsTrue() {
        registry.streamSettled();
        streams(A);
        assertThat(registry.tellsAll()).isTrue();

        directory.watch(OTHERS, set -> {});
        assertThat(registry.tellsAll()).isFalse();
        registry.streamed(OTHERS, List.of(), false, Set.of());
        assertThat(registry.tellsAll()).isTrue();
    }

    @Test
    void tellsAllWhenTheRegistryDoesNotKnowEverybodyIsFalse() {
        streams(A);
        assertThat(registry.tellsAll()).isFalse();

        registry.streamSettled();
        registry.streamed(PETS, List.of(A), true, Set.of());

        assertThat(registry.tellsAll()).isFalse();
    }

    @Test
    void tellsAllWhenEndpointsAreDoubtfulIsFalseUntilPollsHaveConfirmedIt() {
        registry.streamSettled();
        streams(A, B, C);
        streams(A);
        for (int i = 0; i < 3; i++) {
            assertThat(registry.tellsAll()).isFalse();
            polls(A, B, C);
        }

        assertThat(registry.tellsAll()).isTrue();
    }

    @Test
    void tellsAllWhenAPollOfServicesThatNobodyCallsIsDoubtfulIsFalse() {
        registry.streamSettled();
        streams(A);
        poll.accept(SourceAnswer.everything(Map.of(PETS, List.of(A), OTHERS, List.of(B, C, D))));
        assertThat(registry.tellsAll()).isTrue();

        poll.accept(SourceAnswer.everything(Map.of(PETS, List.of(A))));

        assertThat(registry.tellsAll()).isFalse();
    }

    @Test
    void tellsAllWhenTheStreamHasEndedIsFalseUntilAnotherHasSaidAll() {
        registry.streamSettled();
        streams(A);

        registry.streamEnded();
        assertThat(registry.tellsAll()).isFalse();
        registry.streamSettled();
        assertThat(registry.tellsAll()).isFalse();
        streams(A);

        assertThat(registry.tellsAll()).isTrue();
    }

    @Test
    void whenWantedWhenServicesWereCalledBeforeTellsOfThem() {
        List<ServiceName> wanted = new ArrayList<>();

        registry.whenWanted(wanted::add);
        directory.watch(OTHERS, set -> {});

        assertThat(wanted).containsExactly(PETS, OTHERS);
    }

    private void streams(Endpoint... endpoints) {
        registry.streamed(PETS, List.of(endpoints), false, Set.of());
    }

    private void polls(Endpoint... endpoints) {
        poll.accept(SourceAnswer.everything(Map.of(PETS, List.of(endpoints))));
    }
}
