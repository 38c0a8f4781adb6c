package dev.weft.mesh.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.mesh.control.EventParser.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTests {

    private final EventParser parser = new EventParser();

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void takeWhenLinesEndInAnyOfTheThreeWaysFindsTheEvents(String end) {
        String text = String.join(end, ": life", "event: one", "data: {\"ä\":1}", "", "data:two", "id: 7", "", "");

        assertThat(take(text)).containsExactly(new Event("one", "{\"ä\":1}"), new Event("", "two"));
    }

    @Test
    void takeWhenBytesComeOneByOneFindsTheSame() {
        List<Event> events = new ArrayList<>();
        for (byte each : "event: one\r\ndata: ü\r\ndata: more\r\n\r\n".getBytes(StandardCharsets.UTF_8)) {
            events.addAll(parser.take(ByteBuffer.wrap(new byte[] {each})));
        }

        assertThat(events).containsExactly(new Event("one", "ü\nmore"));
    }

    @Test
    void takeWhenAnEventHasNoDataPassesItOver() {
        assertThat(take("event: one\n\ndata: two\n\n")).containsExactly(new Event("", "two"));
    }

    @Test
    void takeWhenAnEventHasNoEndRefusesIt() {
        String part = "data: " + "x".repeat(1 << 20) + "\n";

        assertThatIllegalArgumentException().isThrownBy(() -> take(part.repeat(17)));
    }

    private List<Event> take(String text) {
        return parser.take(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
