package dev.weft.bench.survival.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutageTests {

    @Test
    void allowedWhenCountedForWholePeriodsIsTheLoadAFifthOfItAndOneASecond() {
        assertThat(Outage.allowed(1_000, 1_000, 10)).isEqualTo(1_210);
        assertThat(Outage.allowed(6_000, 6_000, 60)).isEqualTo(7_260);
    }

    @Test
    void allowedWhenCountedForLongerAddsAllAttemptsOfWhatCameThen() {
        assertThat(Outage.allowed(1_005, 1_000, 10)).isEqualTo(1_210 + 5 * 3);
    }

    @Test
    void mostFailedWhenThatManyFailLeavesMoreThanNinetyNinePercent() {
        assertThat(Outage.mostFailed(1_000)).isEqualTo(9);
        assertThat(Outage.mostFailed(500)).isEqualTo(4);
        assertThat(Outage.mostFailed(99)).isEqualTo(0);
    }
}
