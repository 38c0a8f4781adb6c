package dev.weft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTests {

    @ParameterizedTest
    @CsvSource({
        "0, 9, false",
        "0, 10, true",
        "0, 90, true",
        "12, 18, true",
        "12, 90, true",
        "20, 90, true",
        "21, 90, false",
    })
    void isUnderWayBetweenTenAndTwentyWhenAnyOfItWasThen(long due, long end, boolean underWay) {
        Sample sample = new Sample(1, due, due, end, null);

        assertThat(sample.isUnderWayBetween(10, 20)).isEqualTo(underWay);
    }
}
