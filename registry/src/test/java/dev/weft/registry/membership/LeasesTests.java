package dev.weft.registry.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.registry.membership.Leases.Look;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Leases in virtual time: every second is looked at, from wherever the clock happens to stand. */
class LeasesTests {

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final int LONGEST_SILENCE = 600;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Overflows within a minute, as a monotonic clock may. */
    private long now = Long.MAX_VALUE - 20 * SECOND;

    private final Leases leases = new Leases(Duration.ofSeconds(LONGEST_SILENCE), now);
    private final List<InstanceKey> gone = new ArrayList<>();

    @Test
    void leaseWhenInstanceFallsSilentEndsAfterFifteenSeconds() {
        register(instances(4));

        pass(14, instances(1, 4));
        assertThat(gone).isEmpty();
        pass(1, instances(1, 4));

        assertThat(gone).isEqualTo(instances(1));
    }

    @Test
    void leaseWhenOneOfTwoFallsSilentEnds() {
        register(instances(2));

        pass(15, instances(1, 2));

        assertThat(gone).isEqualTo(instances(1));
    }

    @Test
    void leasesWhenTheOnlyTwoFallSilentEnd() {
        register(instances(2));

        pass(15, List.of());

        assertThat(gone).containsExactlyInAnyOrderElementsOf(instances(2));
    }

    @Test
    void leasesWhenHalfFallSilentEnd() {
        register(instances(10));

        pass(15, instances(5, 10));

        assertThat(gone).containsExactlyInAnyOrderElementsOf(instances(5));
    }

    @Test
    void leasesWhenMostFallSilentAtOnceAreKept() {
        register(instances(10));

        pass(LONGEST_SILENCE - 1, instances(6, 10));

        assertThat(gone).isEmpty();
        assertThat(look().paused()).isTrue();
        assertThat(look().silent()).isEqualTo(6);
    }

    @Test
    void leasesWhenMostStaySilentWhileOthersAreHeardEndAfterTheLongestSilence() {
        register(instances(10));

        pass(LONGEST_SILENCE, instances(6, 10));
        assertThat(gone).containsExactlyInAnyOrderElementsOf(instances(6));
        pass(60, instances(7, 10));

        assertThat(gone).containsExactlyInAnyOrderElementsOf(instances(7));
        assertThat(look().paused()).isFalse();
    }

    @Test
    void leasesWhenNobodyIsHeardAreKeptHoweverLongItLasts() {
        register(instances(10));
        pass(6 * LONGEST_SILENCE, List.of());

        pass(LONGEST_SILENCE - 1, instances(6, 10));
        assertThat(gone).isEmpty();
        pass(1, instances(6, 10));

        assertThat(gone).containsExactlyInAnyOrderElementsOf(instances(6));
    }

    @Test
    void leasesWhenTheRegistryItselfStoodStillForLongAreGivenUpNoSooner() {
        register(instances(10));
        pass(60, instances(6, 10));

        now += 6 * LONGEST_SILENCE * SECOND;
        pass(LONGEST_SILENCE, instances(6, 10));
        assertThat(gone).isEmpty();
        pass(1, instances(6, 10));

        assertThat(gone).containsExactlyInAnyOrderElementsOf(instances(6));
    }

    @Test
    void leasesWhenMostAreCutOffBetweenTheirHeartbeatsAreAllKept() {
        for (int n = 0; n < 100; n++) {
            register(instances(n, n + 1));
            pass(n % 20 == 19 ? 1 : 0, List.of());
        }

        pass(LONGEST_SILENCE - 10, instances(60, 100));

        assertThat(gone).isEmpty();
    }

    @Test
    void leasesWhenTheKeptComeBackOneByOneAreAllKept() {
        register(instances(10));
        pass(60, instances(6, 10));

        for (int n = 6; n > 0; n--) {
            pass(1, instances(n, 10));
        }
        pass(60, instances(10));

        assertThat(gone).isEmpty();
        assertThat(look().paused()).isFalse();
    }

    @Test
    void leasesWhenSomeOfTheKeptNeverComeBackEndWhenTheOthersHave() {
        register(instances(10));
        pass(60, instances(6, 10));

        pass(30, instances(3, 10));

        assertThat(gone).containsExactlyInAnyOrderElementsOf(instances(3));
    }

    @Test
    void leasesWhenMostFallSilentOneAfterTheOtherWithinOneLeaseAreKeptFromTheHalfOn() {
        register(instances(20));
        for (int n = 1; n <= 15; n++) {
            pass(1, instances(n, 20));
        }

        pass(60, instances(15, 20));

        assertThat(gone).hasSizeLessThan(10);
        assertThat(look().paused()).isTrue();
    }

    @Test
    void leasesWhenMostFallSilentOverALongTimeEnd() {
        register(instances(10));

        pass(30, instances(3, 10));
        pass(30, instances(5, 10));
        pass(30, instances(7, 10));

        assertThat(gone).containsExactlyInAnyOrderElementsOf(instances(7));
    }

    @Test
    void leaseWhenInstanceSaysThatItsHeartbeatsAreRareOutlivesTwoOfThem() {
        leases.grant(key(0), Duration.ofSeconds(30), now);

        pass(89, List.of());
        assertThat(gone).isEmpty();
        pass(1, List.of());

        assertThat(gone).isEqualTo(instances(1));
    }

    @Test
    void leasesWhenTheRegistryItselfStoodStillOutliveTheNextHeartbeat() {
        register(instances(2));
        pass(5, instances(2));

        now += 60 * SECOND;
        pass(5, List.of());
        pass(1, instances(2));

        assertThat(gone).isEmpty();
    }

    @Test
    void renewWhenInstanceHasLeftGivesNoLease() {
        register(instances(1));
        leases.cancel(key(0));

        pass(60, instances(1));

        assertThat(look().instances()).isZero();
    }

    @Test
    void endWhenInstanceHasBeenHeardMeanwhileKeepsIt() {
        register(instances(1));
        now += 15 * SECOND;
        leases.renew(key(0), now);

        assertThat(leases.end(key(0), now)).isFalse();
    }

    @Test
    void leaseWhenInstanceCameBackAfterItsEndCountsOnce() {
        register(instances(3));
        pass(15, instances(1, 3));
        register(instances(1));

        assertThat(look().instances()).isEqualTo(3);
        assertThat(look().silent()).isZero();
    }

    /** So many seconds go by, in each of which these are heard, a look is taken and what is over ends. */
    private void pass(int seconds, List<InstanceKey> heard) {
        for (int n = 0; n < seconds; n++) {
            now += SECOND;
            heard.forEach(key -> leases.renew(key, now));
            look().over().stream().filter(key -> leases.end(key, now)).forEach(gone::add);
        }
    }

    private Look look() {
        return leases.look(now);
    }

    private void register(List<InstanceKey> keys) {
        keys.forEach(key -> leases.grant(key, HEARTBEAT, now));
    }

    private static List<InstanceKey> instances(int to) {
        return instances(0, to);
    }

    private static List<InstanceKey> instances(int from, int to) {
        return IntStream.range(from, to).mapToObj(LeasesTests::key).toList();
    }

    private static InstanceKey key(int n) {
        return new InstanceKey("PETDETAILS", "petdetails-" + n);
    }
}
