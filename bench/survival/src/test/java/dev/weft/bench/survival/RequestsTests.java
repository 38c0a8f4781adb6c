package dev.weft.bench.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTests {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void turnWhenThereAreSeveralGivesAsManyReadsAsWritesToEach(int count) {
        List<Integer> targets = IntStream.range(0, count).boxed().toList();

        for (int target : targets) {
            List<Boolean> posts = IntStream.range(0, 24)
                    .filter(n -> Requests.turn(targets, n) == target)
                    .mapToObj(Requests::isPost)
                    .toList();

            assertThat(posts).hasSize(24 / count).filteredOn(post -> post).hasSize(12 / count);
        }
    }
}
