package dev.weft.bench.survival.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.survival.Scenario;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TitlesTests {

    @ParameterizedTest
    @MethodSource("scenarios")
    void titleStatesRateAndNumberOfRequests(Scenario scenario) {
        assertThat(scenario.title()).containsPattern("[0-9] rps").containsPattern("[0-9] requests");
    }

    static List<Scenario> scenarios() {
        return Scenarios.ALL;
    }
}
