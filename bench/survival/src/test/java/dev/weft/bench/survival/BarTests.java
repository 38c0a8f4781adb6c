package dev.weft.bench.survival;

import static dev.weft.bench.survival.Bar.Kind.AT_LEAST;
import static dev.weft.bench.survival.Bar.Kind.AT_MOST;
import static dev.weft.bench.survival.Bar.Kind.UNDER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarTests {

    @Test
    void limitWhenItIsReachedIsHeldAndBeyondItIsNot() {
        assertThat(new Bar("share", " %", 5, 5, AT_MOST).held()).isTrue();
        assertThat(new Bar("share", " %", 5, 5.001, AT_MOST).held()).isFalse();
        assertThat(new Bar("success", " %", 99, 99, AT_LEAST).held()).isTrue();
        assertThat(new Bar("success", " %", 99, 98.999, AT_LEAST).held()).isFalse();
    }

    @Test
    void limitWhenItMustNotBeReachedIsHeldBelowIt() {
        assertThat(new Bar("failed", " %", 0.5, 100.0 * 7 / 1_600, UNDER).held())
                .isTrue();
        assertThat(new Bar("failed", " %", 0.5, 100.0 * 8 / 1_600, UNDER).held())
                .isFalse();
    }

    @Test
    void measureWhenThereWasNothingToMeasureIsNotHeld() {
        assertThat(new Bar("share", " %", 5, 0.0 / 0, AT_MOST).held()).isFalse();
        assertThat(new Bar("success", " %", 99, 0.0 / 0, AT_LEAST).held()).isFalse();
        assertThat(new Bar("failed", " %", 0.5, 0.0 / 0, UNDER).held()).isFalse();
    }

    @Test
    void barIsToldWithWhatWasMeasuredAndItsLimit() {
        assertThat(new Bar("share", " %", 5, 1.25, AT_MOST)).hasToString("held share: 1.250 % (at most 5 %)");
        assertThat(new Bar("failed", "", 0, 2, AT_MOST)).hasToString("FAIL failed: 2 (at most 0)");
        assertThat(new Bar("failed", " %", 0.5, 0.5, UNDER)).hasToString("FAIL failed: 0.500 % (under 0.500 %)");
    }
}
