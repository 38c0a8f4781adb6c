package dev.weft.mesh.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.weft.mesh.sim.Cases;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of an expression's matches without matching. */
class BeginningTests {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "/pet/[0-9]+/details, /pet/",
                "^/pet/.*, /pet/",
                "/a\\.b/c, /a.b/c",
                "/ab?c, /a",
                "/ab*c, /a",
                "/ab{0}c, /a",
                "/ab+c, /ab",
                "/a|/b, \"\"",
                "/a(b|c), /a",
                "/a[|]b, /a",
                "/a[]|]b, /a",
                "/a\\|b, /a|b",
                "(?i)/a, \"\"",
                "/a\\Qb|\\E, \"\"",
                "/a\\d, /a",
                "/a\\b, /a"
            })
    void beginningWhenItIsPlainIsTold(String expression, String expected) {
        assertThat(new Expression(expression).beginning()).isEqualTo(expected);
    }

    @Test
    void beginningWhenExpressionsAreRandomIsThatOfEverythingThatMatches() {
        Cases.run(20_000, random -> {
            Pattern pattern = pattern(text(random, "ab/.*+?|()[]^$\\{}1Q", 1, 10));
            if (pattern == null) {
                return;
            }
            String beginning = new Expression(pattern.pattern()).beginning();
            for (int i = 0; i < 20; i++) {
                String path = text(random, "ab/.|1", 0, 6);
                if (pattern.matches(path)) {
                    assertThat(path).as(pattern.pattern()).startsWith(beginning);
                }
            }
        });
    }

    private static Pattern pattern(String source) {
        try {
            return Pattern.compile(source);
        } catch (PatternSyntaxException invalid) {
            return null;
        }
    }

    private static String text(SplittableRandom random, String alphabet, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(from, to + 1); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
