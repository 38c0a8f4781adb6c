package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.mesh.extend.EndpointPolicy;
import dev.weft.mesh.extend.OutcomeClassifier;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.Affinity;
import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.rules.Share;
import dev.weft.mesh.sim.Mesh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What copies meet, and that real calls hear nothing of it. */
class ShadowsTests {

    private static final Mirror ALL = new Mirror(null, Subset.ALL, Share.ALL, Set.of());

    private final Mesh mesh = Mesh.with(2);

    @Test
    void copyWhenItFailsIsNotTriedAgain() {
        Call copy = copy(ALL);
        copy.ended(send(copy), Outcome.CONNECT_FAILED, mesh.now);

        assertThat(copy.next(mesh.now)).isInstanceOf(Step.Fail.class);
    }

    /** It lacks credentials: what it is answered with says nothing of the answers to real calls. */
    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"CONNECT_FAILED", "RESET", "TIMEOUT", "COMPLETED"})
    void copiesWhenTheyFailAreNotHeldAgainstTheEndpointsOfRealCalls(Outcome outcome) {
        mesh.guards.open();
        for (int i = 0; i < 50; i++) {
            Call copy = copy(ALL);
            Attempt attempt = send(copy);
            if (outcome == Outcome.COMPLETED) {
                copy.head(attempt, 503, Headers.NONE, mesh.now);
            }
            copy.ended(attempt, outcome, mesh.now);
            copy.next(mesh.now);
            mesh.pass(Duration.ofMillis(100));
        }

        assertThat(mesh.destination().states()).hasSize(2).allSatisfy(state -> {
            assertThat(state.outlier().ejection()).isNull();
            assertThat(state.inFlight()).isZero();
        });
        assertThat(mesh.guards.failed).hasValue(0);
        assertThat(mesh.guards.bulkheadHeld).hasValue(0);
        assertThat(mesh.destination().recentCalls()).isEmpty();
    }

    /** An application that counts what it is asked about would count each mirrored request twice. */
    @Test
    void copiesWhenTheApplicationClassifiesOutcomesAreNotAskedAbout() {
        List<OutcomeClassifier.Result> asked = new ArrayList<>();
        Mesh classified = Mesh.extended(2, ServiceRules.defaults(), new Extensions(null, result -> {
            asked.add(result);
            return null;
        }));
        for (Outcome outcome : List.of(Outcome.COMPLETED, Outcome.RESET)) {
            Call copy = classified.engine.copy(ALL, Mesh.get(), classified.now);
            Attempt attempt = (Attempt) copy.next(classified.now);
            if (outcome == Outcome.COMPLETED) {
                copy.head(attempt, 503, Headers.NONE, classified.now);
            }
            copy.ended(attempt, outcome, classified.now);
        }

        assertThat(asked).isEmpty();
    }

    @Test
    void copiesWhenTheApplicationBarsAnEndpointDoNotGoThere() {
        EndpointPolicy maintenance = new EndpointPolicy() {
            @Override
            public boolean eligible(ServiceName service, Endpoint endpoint) {
                return !endpoint.equals(Mesh.endpoint(0));
            }
        };
        Mesh barred = Mesh.extended(2, ServiceRules.defaults(), new Extensions(maintenance, null));
        for (int i = 0; i < 20; i++) {
            Call copy = barred.engine.copy(ALL, Mesh.get(), barred.now);
            assertThat(((Attempt) copy.next(barred.now)).endpoint()).isEqualTo(Mesh.endpoint(1));
        }
    }

    @Test
    void copiesWhenTooManyAreUnderWayAreDroppedUntilOneEnds() {
        List<Call> copies = new ArrayList<>();
        for (int i = 0; i < Shadows.MOST; i++) {
            copies.add(copy(ALL));
        }
        assertThat(copy(ALL)).isNull();

        copies.get(0).cancel(mesh.now);
        copies.get(0).cancel(mesh.now);

        assertThat(copy(ALL)).isNotNull();
        assertThat(copy(ALL)).isNull();
    }

    @Test
    void copiesWhenTheyCannotBeginHoldNoPlace() {
        mesh.destination().rules(ServiceRules.defaults().withAffinity(new Affinity(FieldMatch.Kind.HEADER, "user")));
        CallRequest broken = Mesh.get().withHeaders(name -> {
            throw new IllegalStateException("unreadable");
        });
        for (int i = 0; i < Shadows.MOST; i++) {
            assertThatThrownBy(() -> mesh.engine.copy(ALL, broken, mesh.now)).hasMessage("unreadable");
        }

        assertThat(copy(ALL)).isNotNull();
    }

    @Test
    void copyWhenRulesAndEndpointsHaveChangedFollowsThem() {
        copy(ALL).cancel(mesh.now);
        mesh.directory.set(Mesh.SERVICE, List.of(Mesh.endpoint(7)));
        mesh.destination()
                .rules(ServiceRules.defaults().withTimeouts(Timeouts.defaults().withTotal(Duration.ofSeconds(2))));

        Call copy = copy(ALL);

        assertThat(copy.leftNanos(mesh.now)).isEqualTo(Duration.ofSeconds(2).toNanos());
        assertThat(send(copy).endpoint()).isEqualTo(Mesh.endpoint(7));
    }

    @Test
    void copyWhenTheServiceHasNoTimeLimitHasOneOfItsOwn() {
        mesh.destination()
                .rules(ServiceRules.defaults().withTimeouts(Timeouts.defaults().withTotal(Duration.ZERO)));

        assertThat(copy(ALL).leftNanos(mesh.now))
                .isEqualTo(Duration.ofSeconds(15).toNanos());
    }

    @Test
    void copyWhenAPartIsMeantGoesThere() {
        Endpoint two = Mesh.endpoint(2).withVersion("v2");
        mesh.directory.set(Mesh.SERVICE, List.of(Mesh.endpoint(1).withVersion("v1"), two));

        for (int i = 0; i < 10; i++) {
            Call copy = copy(new Mirror(null, Subset.version("v2"), Share.ALL, Set.of()));
            assertThat(send(copy).endpoint()).isEqualTo(two);
            copy.cancel(mesh.now);
        }
    }

    @Test
    void copyWhenNobodyHasTheNameIsNotMade() {
        assertThat(copy(new Mirror(ServiceName.of("unheard-of"), Subset.ALL, Share.ALL, Set.of())))
                .isNull();
    }

    private Call copy(Mirror mirror) {
        return mesh.engine.copy(mirror, Mesh.get(), mesh.now);
    }

    private Attempt send(Call copy) {
        return (Attempt) copy.next(mesh.now);
    }
}
