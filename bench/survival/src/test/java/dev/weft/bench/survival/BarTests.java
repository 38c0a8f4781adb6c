package dev.weft.bench.survival;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarTests {

    @Test
    void limitWhenItIsReachedIsHeldAndBeyondItIsNot() {
        assertThat(new Bar("share", " %", 5, 5, true).held()).isTrue();
        assertThat(new Bar("share", " %", 5, 5.001, true).held()).isFalse();
        assertThat(new Bar("success", " %", 99, 99, false).held()).isTrue();
        assertThat(new Bar("success", " %", 99, 98.999, false).held()).isFalse();
    }

    @Test
    void measureWhenThereWasNothingToMeasureIsNotHeld() {
        assertThat(new Bar("share", " %", 5, 0.0 / 0, true).held()).isFalse();
        assertThat(new Bar("success", " %", 99, 0.0 / 0, false).held()).isFalse();
    }

    @Test
    void barIsToldWithWhatWasMeasuredAndItsLimit() {
        assertThat(new Bar("share", " %", 5, 1.25, true)).hasToString("held share: 1.250 % (at most 5 %)");
        assertThat(new Bar("failed", "", 0, 2, true)).hasToString("FAIL failed: 2 (at most 0)");
    }
}
