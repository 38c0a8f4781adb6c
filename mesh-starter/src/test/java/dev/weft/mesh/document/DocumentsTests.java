package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What gets through the door that every text of rules comes in by. */
class DocumentsTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'a: &x 1'                 | 1:4 | the anchor &x
                    'a: 1\nb: *x'             | 2:4 | the alias *x
                    'a: !!str 1'              | 1:4 | the tag "tag:yaml.org,2002:str"
                    'a: !!java.net.URL [x]'   | 1:4 | the tag "tag:yaml.org,2002:java.net.URL"
                    'a: ! 1'                  | 1:4 | the tag "!"
                    '!x {a: 1}'               | 1:1 | the tag "!x"
                    'a: 1\n&k b: 2'           | 2:1 | the anchor &k
                    'a: 1\nb: 2\na: 3'        | 3:1 | the key "a" a second time
                    '{"a": 1, "a": 2}'        | 1:10 | the key "a" a second time
                    '? [a]\n: 1'              | 1:3 | a key that is a list or a mapping
                    'a: b: c'                 | 1:5 | mapping values are not allowed here
                    'a: "b'                   | 1:6 | found unexpected end of stream
                    'a: [1, 2'                | 1:9 | expected ',' or ']'
                    'a: 1\n\tb: 2'            | 2:1 | found character
                    'a: "\\UFFFFFFFF"'        | 1:2 | an escape that is no character
                    """)
    void textWhenItIsNotPlainIsRefusedWithItsPlace(String text, String place, String problem) {
        assertThat(refusal(text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")))
                .hasMessageStartingWith("text.yaml:" + place + ": ")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({"2, 0007", "3, 0000", "5, FFFE", "5, D800"})
    void characterWhenItIsNotPrintableIsRefusedWithItsPlace(int line, String hex) {
        String text = "a: b\n".repeat(line - 1) + "c: " + (char) Integer.parseInt(hex, 16) + "\n";
        InvalidDocumentException refusal = refusal(text.replace("a: b", "# comment"));

        assertThat(refusal).hasMessageContaining("U+" + hex);
        assertThat(refusal.line()).isEqualTo(line);
        assertThat(refusal.column()).isEqualTo(4);
    }

    @Test
    void textWhenItIsTooLongIsRefused() {
        String filled = "a: " + "x".repeat(Documents.MAX_BYTES - 3);

        assertThat(Documents.read("text.yaml", filled)).hasSize(1);
        assertThat(refusal(filled + "x")).hasMessageContaining("more than 1048576 bytes (expected: at most 1 MiB)");
        assertThat(refusal("a: " + "\u00e9".repeat(Documents.MAX_BYTES / 2))).hasMessageContaining("at most 1 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? - ", "a:\n"})
    void textWhenItIsTooDeepIsRefused(String step) {
        StringBuilder text = new StringBuilder();
        for (int depth = 0; depth < 10_000; depth++) {
            text.append(step.endsWith("\n") ? " ".repeat(Math.min(depth, 60)) + step : step);
        }
        assertThat(refusal(text.toString())).hasMessageContaining("(expected: ");
    }

    @Test
    void textWhenItIsAsDeepAsAllowedIsRead() {
        String deep = "[".repeat(Documents.MAX_DEPTH) + "]".repeat(Documents.MAX_DEPTH);

        assertThat(Documents.read("text.yaml", deep)).hasSize(1);
        assertThat(refusal("[" + deep + "]")).hasMessageStartingWith("text.yaml:1:33: a depth of more than 32");
    }

    @Test
    void textWhenItHasTooManyValuesIsRefused() {
        assertThat(refusal("[" + "a,".repeat(Documents.MAX_VALUES) + "]"))
                .hasMessageContaining("more than 100000 values");
    }

    @Test
    void keyWhenItIsHugeIsRefused() {
        assertThat(refusal("? " + "k".repeat(100_000) + "\n: 1")).hasMessageContaining("a key of 100000 characters");
        assertThat(refusal("{\"" + "k".repeat(600) + "\": 1}")).hasMessageContaining("a key of 600 characters");
    }

    @Test
    void messageWhenTheValueIsLongOrHasControlCharactersShowsAPartAndNone() {
        Value value = Documents.read("text.yaml", "a: \"x\\r\\n" + "y".repeat(1_000) + "\"")
                .get(0)
                .get("a");
        InvalidDocumentException refusal = catchThrowableOfType(InvalidDocumentException.class, () -> value.oneOf("b"));

        assertThat(refusal.getMessage()).hasSizeLessThan(150).startsWith("text.yaml:1:4: a: \"x??yyy");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "# only a comment, 0",
        "---, 0",
        "'---\n---\n...', 0",
        "'a: 1\n---\n---\nb: 2', 2",
        "null, 0",
        "\uFEFFa: 1, 1"
    })
    void documentsWhenTheyAreEmptyAreLeftOut(String text, int expected) {
        assertThat(Documents.read("text.yaml", text)).hasSize(expected);
    }

    private static InvalidDocumentException refusal(String text) {
        return catchThrowableOfType(InvalidDocumentException.class, () -> Documents.read("text.yaml", text));
    }
}
