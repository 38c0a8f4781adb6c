package dev.weft.bench.comparison.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTests {

    @Test
    void medianIsTheOneInTheMiddleAndTheReachIsToldBesideIt() {
        assertThat(Spread.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Spread(1, 4, 9));
    }

    @Test
    void medianWhenTwoAreInTheMiddleLiesBetweenThem() {
        assertThat(Spread.of(List.of(8.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3);
    }

    @Test
    void ofNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }

    @Test
    void numbersHaveThreeDigitsOrMore() {
        assertThat(new Spread(0.5, 12.34, 12_345.6)).hasToString("12.3 [0.500-12,346]");
    }
}
