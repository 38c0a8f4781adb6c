package dev.weft.mesh.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNameTests {

    /** What a name is, in the shortest words. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?");

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("([a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}]):[0-9]{1,5}");

    @ParameterizedTest
    @CsvSource({"a, a", "PetDetails, petdetails", "pet_details.v-2, pet_details.v-2", "7, 7", "\u212Aat, kat"})
    void ofWhenTheNameIsGoodFoldsIt(String given, String value) {
        assertThat(ServiceName.of(given).value()).isEqualTo(value);
        assertThat(ServiceName.read(given)).isEqualTo(ServiceName.of(value));
        assertThat(ServiceName.isValid(given)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", ".", "a b", "a\n", "ä", "a/b", "[::1]", "a:", ":80", "a:80x", "a:123456"})
    void ofWhenTheNameIsBadSaysWhatIsExpected(String given) {
        assertThatThrownBy(() -> ServiceName.of(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "service name: \"" + given
                                + "\" (expected: 1 to 253 letters, digits, '.', '-' or '_', first and last a letter or a digit)");
        assertThat(ServiceName.read(given)).isNull();
        assertThat(ServiceName.isValid(given)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:0", "a:65536", "a:00000", "[::1]:99999"})
    void ofWhenThePortIsBadSaysWhatIsExpected(String given) {
        assertThatThrownBy(() -> ServiceName.of(given))
                .hasMessage("host outside the mesh: \"" + given + "\" (expected: a port from 1 to 65535)");
    }

    @ParameterizedTest
    @CsvSource({"api.example.com:443, api.example.com, 443", "[2001:DB8::1]:80, [2001:db8::1], 80", "a:00080, a, 80"})
    void ofWhenThereIsAPortIsAHostOutside(String given, String host, int port) {
        ServiceName name = ServiceName.of(given);
        assertThat(name.isOutside()).isTrue();
        assertThat(name.host()).isEqualTo(host);
        assertThat(name.port()).isEqualTo(port);
        assertThat(ServiceName.read(given)).isNull();
    }

    @Test
    void ofWhenTheNameIsAsLongAsCanBeAcceptsIt() {
        assertThat(ServiceName.isValid("a".repeat(253))).isTrue();
        assertThat(ServiceName.isValid("a".repeat(254))).isFalse();
        assertThat(isAccepted("a".repeat(253) + ":80")).isTrue();
        assertThat(isAccepted("a".repeat(254) + ":80")).isFalse();
        assertThat(isAccepted("[" + "1".repeat(45) + "]:80")).isTrue();
        assertThat(isAccepted("[" + "1".repeat(46) + "]:80")).isFalse();
    }

    @Test
    void ofWhenTheTextIsAnythingAcceptsWhatAnExpressionWould() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            String text = text(random);
            assertThat(ServiceName.isValid(text))
                    .as("\"%s\", seed %d", text, seed)
                    .isEqualTo(NAME.matcher(text).matches());
            boolean outside = HOST_AND_PORT.matcher(text).matches();
            int port = outside ? Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)) : 1;
            boolean good =
                    outside ? port >= 1 && port <= 65_535 : NAME.matcher(text).matches();
            assertThat(isAccepted(text)).as("\"%s\", seed %d", text, seed).isEqualTo(good);
        }
    }

    private static String text(Random random) {
        String letters = "az09.-_:[]f\u0130 ";
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(9); left > 0; left--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isAccepted(String text) {
        try {
            return ServiceName.of(text).value().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
