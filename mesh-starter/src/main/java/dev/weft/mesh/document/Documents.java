package dev.weft.mesh.document;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * The door that every text of rules comes in by: YAML, or JSON, which is YAML too. Within bounds, and without what makes
 * a small text large (anchors and aliases), a value something else than it looks (tags) or ambiguous (a key twice). Nothing
 * is made of a text but {@link Node}s, and the parser's events are taken one at a time, so that no bound is met too late.
 */
final class Documents {

    /** The longest text, in bytes as UTF-8. */
    static final int MAX_BYTES = 1 << 20;

    /** How deep lists and mappings may stand in each other. */
    static final int MAX_DEPTH = 32;

    /** How many values a text may have: its tree never takes more than some 10 MB. */
    static final int MAX_VALUES = 100_000;

    private static final int MAX_KEY = 512;
    private static final int SHORT = 32;

    private final String source;
    private final String text;
    private final Iterator<Event> events;
    private final Map<String, String> words = new HashMap<>();
    private int values;
    private int depth;
    private @Nullable Mark reached;

    private Documents(String source, String text) {
        this.source = source;
        this.text = text;
        this.events =
                new Yaml(new LoaderOptions()).parse(new StringReader(text)).iterator();
    }

    /**
     * The documents of a text; empty ones are left out.
     *
     * @param source where the text comes from, for messages
     */
    static List<Value> read(String source, String text) {
        if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new InvalidDocumentException(
                    source, 1, 1, "", "a text of more than " + MAX_BYTES + " bytes", "at most 1 MiB");
        }
        Documents documents = new Documents(source, isJson(text) ? text.replace('\t', ' ') : text);
        return documents.all().stream()
                .map(node -> new Value(source, DottedKeys.nested(source, node)))
                .filter(value -> !value.isNull())
                .toList();
    }

    /** SnakeYAML takes no tabs between tokens. Nor does JSON have any within its strings, so there they are but space. */
    private static boolean isJson(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    private List<Node> all() {
        List<Node> nodes = new ArrayList<>();
        try {
            while (events.hasNext()) {
                Event event = next();
                if (event instanceof NodeEvent node) {
                    nodes.add(node(node));
                }
            }
        } catch (MarkedYAMLException e) {
            String problem = e.getProblem() == null ? "can't be read" : e.getProblem();
            throw refused(e.getProblemMark(), problem, "YAML or JSON");
        } catch (ReaderException e) {
            throw unreadable(e);
        } catch (NumberFormatException e) {
            // SnakeYAML's own, for an escape beyond every character, as "\UFFFFFFFF".
            throw refused(reached, "an escape that is no character", "a Unicode character");
        }
        return nodes;
    }

    private Event next() {
        Event event = events.next();
        reached = event.getEndMark();
        return event;
    }

    private Node node(NodeEvent event) {
        Mark at = event.getStartMark();
        checkPlain(event);
        if (++values > MAX_VALUES) {
            throw refused(at, "more than " + MAX_VALUES + " values", "at most so many in one text");
        }
        if (event instanceof ScalarEvent scalar) {
            return new Node.Scalar(shared(scalar.getValue()), scalar.isPlain(), line(at), column(at));
        }
        if (++depth > MAX_DEPTH) {
            throw refused(at, "a depth of more than " + MAX_DEPTH, "fewer lists and mappings in each other");
        }
        Node node = event.is(Event.ID.SequenceStart) ? items(at) : mapping(at);
        depth--;
        return node;
    }

    private Node items(Mark at) {
        List<Node> items = new ArrayList<>();
        for (Event event = next(); !event.is(Event.ID.SequenceEnd); event = next()) {
            items.add(node((NodeEvent) event));
        }
        return new Node.Items(items, line(at), column(at));
    }

    private Node mapping(Mark at) {
        List<Node.Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Event event = next(); !event.is(Event.ID.MappingEnd); event = next()) {
            Mark keyAt = event.getStartMark();
            String key = key((NodeEvent) event);
            if (!keys.add(key)) {
                throw refused(keyAt, "the key " + Shown.quoted(key) + " a second time", "each key once");
            }
            entries.add(new Node.Entry(key, node((NodeEvent) next()), line(keyAt), column(keyAt)));
        }
        return new Node.Mapping(entries, line(at), column(at));
    }

    private String key(NodeEvent event) {
        checkPlain(event);
        if (!(event instanceof ScalarEvent scalar)) {
            throw refused(event.getStartMark(), "a key that is a list or a mapping", "text");
        }
        if (scalar.getValue().length() > MAX_KEY) {
            throw refused(
                    event.getStartMark(),
                    "a key of " + scalar.getValue().length() + " characters",
                    "at most " + MAX_KEY);
        }
        return shared(scalar.getValue());
    }

    private void checkPlain(NodeEvent event) {
        if (event.is(Event.ID.Alias)) {
            throw refused(event.getStartMark(), "the alias *" + event.getAnchor(), "the value itself");
        }
        if (event.getAnchor() != null) {
            throw refused(event.getStartMark(), "the anchor &" + event.getAnchor(), "no anchors");
        }
        String tag = event instanceof ScalarEvent scalar ? scalar.getTag() : ((CollectionStartEvent) event).getTag();
        if (tag != null) {
            throw refused(event.getStartMark(), "the tag " + Shown.quoted(tag), "no tags");
        }
    }

    /** A document is made of the same few words. */
    private String shared(String value) {
        if (value.length() > SHORT) {
            return value;
        }
        String known = words.putIfAbsent(value, value);
        return known == null ? value : known;
    }

    private InvalidDocumentException refused(@Nullable Mark at, String problem, String expected) {
        return new InvalidDocumentException(
                source, at == null ? 1 : line(at), at == null ? 1 : column(at), "", Shown.told(problem), expected);
    }

    private InvalidDocumentException unreadable(ReaderException e) {
        int end = Math.min(e.getPosition(), text.length());
        String before = text.substring(0, end);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new InvalidDocumentException(
                source,
                line,
                end - before.lastIndexOf('\n'),
                "",
                String.format("the character U+%04X", e.getCodePoint()),
                "printable text");
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }

    private static int column(Mark mark) {
        return mark.getColumn() + 1;
    }
}
