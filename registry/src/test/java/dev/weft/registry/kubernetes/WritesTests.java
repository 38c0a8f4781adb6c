package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.store.Origin;
import dev.weft.registry.store.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WritesTests {

    private static final ServiceName PETS = ServiceName.of("pets");
    private static final Duration APART = Duration.ofSeconds(5);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Writes writes = new Writes(APART);

    @Test
    void isNewWhenTheSameWasWrittenIsFalseUntilSomethingChanges() {
        Writes.Seen seen = seen(0, 0, "1 1");
        writes.wrote(PETS, seen, revision(1), 0);

        assertThat(writes.isNew(PETS, seen)).isFalse();
        assertThat(writes.isNew(ServiceName.of("dogs"), seen)).isTrue();
        assertThat(writes.isNew(PETS, seen(0, 0, "1 2"))).isTrue();
        assertThat(writes.isNew(PETS, seen(0, 0, "2 1"))).isTrue();
        assertThat(writes.isNew(PETS, seen(0, 0))).isTrue();
    }

    @Test
    void isNewWhenSomethingMayHaveComeAndGoneIsTrue() {
        writes.wrote(PETS, seen(0, 0), revision(1), 0);

        assertThat(writes.isNew(PETS, seen(0, 1))).isTrue();
    }

    /** What was written is not in it any more. */
    @Test
    void isNewWhenTheStoreWasDeclaredValidIsTrue() {
        writes.wrote(PETS, seen(0, 0), revision(1), 0);

        assertThat(writes.isNew(PETS, seen(1, 0))).isTrue();
    }

    @Test
    void pauseWhenARevisionWasJustWrittenIsTheRestOfTheInterval() {
        assertThat(writes.pause(PETS, 0)).isZero();
        writes.wrote(PETS, seen(0, 0), revision(1), 0);

        assertThat(writes.pause(PETS, 2 * SECOND)).isEqualTo(Duration.ofSeconds(3));
        assertThat(writes.pause(PETS, 5 * SECOND)).isZero();
        assertThat(writes.pause(ServiceName.of("dogs"), 0)).isZero();
    }

    @Test
    void pauseWhenAnotherRegistryHasWrittenCountsFromThen() {
        writes.observe(Map.of(PETS, revision(1)), 0);
        assertThat(writes.pause(PETS, 0)).isZero();

        writes.observe(Map.of(PETS, revision(2)), 10 * SECOND);
        writes.observe(Map.of(PETS, revision(2)), 11 * SECOND);

        assertThat(writes.pause(PETS, 12 * SECOND)).isEqualTo(Duration.ofSeconds(3));
    }

    private static Writes.Seen seen(long generation, long doubts, String... versions) {
        return new Writes.Seen("store", generation, doubts, List.of(versions));
    }

    private static Revision revision(long number) {
        return new Revision(number, PETS, Origin.HTTP_ROUTES, "kubernetes", Instant.EPOCH, "", "", null, 0);
    }
}
