package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.mesh.extend.RequestCondition;
import dev.weft.mesh.model.CallRequest;
import java.time.LocalTime;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SafeRequestConditionTests {

    @Test
    void textWhenTheBeanFailsUnexpectedlyIsRefusedInWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> condition(text -> {
                            LocalTime opened = LocalTime.parse(text);
                            return request -> opened.equals(LocalTime.MIDNIGHT);
                        })
                        .parse("soon"))
                .withMessageContaining("DateTimeParseException: Text 'soon' could not be parsed")
                .withMessageEndingWith("(expected: a text that it can read)");
    }

    @Test
    void textWhenTheBeanMakesNothingOfItIsRefusedInWords() {
        Map<String, Predicate<CallRequest>> known = Map.of();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> condition(known::get).parse("soon"))
                .withMessageContaining("has made nothing of it (expected: a text that it can read)");
    }

    @Test
    void textWhenTheBeanRefusesItIsRefusedInItsWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> condition(text -> {
                            throw new IllegalArgumentException("no such group (expected: staff)");
                        })
                        .parse("soon"))
                .withMessage("no such group (expected: staff)");
    }

    private static RequestCondition condition(Function<String, Predicate<CallRequest>> parse) {
        return new SafeRequestCondition(new RequestCondition() {
            @Override
            public String name() {
                return "opened";
            }

            @Override
            public Predicate<CallRequest> parse(String text) {
                return parse.apply(text);
            }
        });
    }
}
