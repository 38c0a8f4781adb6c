package dev.weft.mesh.control;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes events of the bytes of a {@code text/event-stream} (WHATWG HTML, section 9.2), as they come. Comments are passed
 * over, and so are fields other than {@code event} and {@code data}. Confined to one thread.
 */
final class EventParser {

    /** So many bytes an event may have: those of some 50,000 instances. */
    private static final int MAX_BYTES = 16 << 20;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private boolean afterReturn;

    /** An event. */
    record Event(String name, String data) {}

    /**
     * Takes further bytes.
     *
     * @return the events that end in them
     * @throws IllegalArgumentException if an event is too long
     */
    List<Event> take(ByteBuffer bytes) {
        List<Event> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n' && afterReturn) {
                afterReturn = false;
            } else if (next == '\n' || next == '\r') {
                afterReturn = next == '\r';
                end(line.toString(StandardCharsets.UTF_8), events);
                line.reset();
            } else {
                afterReturn = false;
                line.write(next);
                if (line.size() + data.length() > MAX_BYTES) {
                    throw new IllegalArgumentException("an event of more than " + MAX_BYTES + " bytes");
                }
            }
        }
        return events;
    }

    private void end(String text, List<Event> events) {
        if (text.isEmpty()) {
            if (!data.isEmpty()) {
                events.add(new Event(name, data.substring(0, data.length() - 1)));
            }
            data.setLength(0);
            name = "";
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        if (value.startsWith(" ")) {
            value = value.substring(1);
        }
        if (field.equals("event")) {
            name = value;
        } else if (field.equals("data")) {
            data.append(value).append('\n');
        }
    }
}
