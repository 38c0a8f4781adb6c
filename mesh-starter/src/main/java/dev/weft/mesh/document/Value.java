package dev.weft.mesh.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** A value of a document and the way to it: what the readers ask, and what they refuse a document by. */
final class Value {

    private static final int MATCHED = 4_096;
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,10}");
    private static final int LONGEST = 65_536;
    private static final Pattern AS_WRITTEN =
            Pattern.compile("true|false|-?(0|[1-9][0-9]{0,14})(\\.([0-9]{0,14}[1-9]|0))?");
    private static final Pattern WORDS = Pattern.compile("(.*) \\(expected: (.*)\\)", Pattern.DOTALL);
    private static final Set<Tag> NOT_TEXT = Set.of(Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

    /** Knows the words that YAML takes for numbers and booleans. Only read, so shared. */
    private static final Resolver RESOLVER = new Resolver();

    private final String source;
    private final @Nullable Value parent;
    private final String step;
    private final Node node;

    /** A whole document. */
    Value(String source, Node node) {
        this(source, null, "", node);
    }

    private Value(String source, @Nullable Value parent, String step, Node node) {
        this.source = source;
        this.parent = parent;
        this.step = step;
        this.node = node;
    }

    /** Whether nothing was written, or null. */
    boolean isNull() {
        return node instanceof Node.Scalar scalar
                && scalar.plain()
                && resolved(scalar).equals(Tag.NULL);
    }

    boolean isMapping() {
        return node instanceof Node.Mapping;
    }

    boolean isScalar() {
        return node instanceof Node.Scalar;
    }

    boolean isList() {
        return node instanceof Node.Items;
    }

    /** Whether it is a text, and not what YAML takes for a number or a boolean. */
    boolean isText() {
        return node instanceof Node.Scalar scalar && !(scalar.plain() && NOT_TEXT.contains(resolved(scalar)));
    }

    /** Where the text comes from. */
    String source() {
        return source;
    }

    /** The place in words: the source and the line. */
    String place() {
        return source + ":" + node.line();
    }

    /** The same, if it is a mapping with no keys but these. */
    Value only(String... known) {
        Set<String> keys = Set.of(known);
        for (Node.Entry entry : mapping().entries()) {
            if (!keys.contains(entry.key())) {
                throw refuseKey(entry.key(), "not supported", "one of " + String.join(", ", known));
            }
        }
        return this;
    }

    /** The values of a mapping by their keys, null ones included. */
    Map<String, Value> entries() {
        Map<String, Value> entries = new LinkedHashMap<>();
        mapping()
                .entries()
                .forEach(entry -> entries.put(entry.key(), new Value(source, this, entry.key(), entry.value())));
        return entries;
    }

    /** A refusal of a key of this mapping. */
    InvalidDocumentException refuseKey(String key, String problem, String expected) {
        String path = path() + (path().isEmpty() ? "" : ".") + Shown.text(key);
        for (Node.Entry entry : mapping().entries()) {
            if (entry.key().equals(key)) {
                return new InvalidDocumentException(
                        source, entry.line(), entry.column(), path, Shown.told(problem), expected);
            }
        }
        return refuse(problem, expected);
    }

    /** The value of a key, or null if it isn't there or is null. */
    @Nullable
    Value find(String key) {
        Node found = mapping().get(key);
        Value value = found == null ? null : new Value(source, this, key, found);
        return value == null || value.isNull() ? null : value;
    }

    /** The value of a key that must be there. */
    Value get(String key) {
        Value found = find(key);
        if (found == null) {
            throw refuse("no " + key, "a mapping with " + key);
        }
        return found;
    }

    /** The text of a key, or the default if it isn't there. */
    String textOr(String key, String otherwise) {
        Value found = find(key);
        return found == null ? otherwise : found.text();
    }

    /** The values of the list at this key; none if it isn't there. */
    List<Value> list(String key, int max) {
        Value found = find(key);
        return found == null ? List.of() : found.items(max);
    }

    /** The values of a list. */
    List<Value> items(int max) {
        if (!(node instanceof Node.Items list)) {
            throw refuse(kind(), "a list");
        }
        List<Node> items = list.items();
        if (items.size() > max) {
            throw refuse("a list of " + items.size(), "at most " + max);
        }
        List<Value> values = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            values.add(new Value(source, this, "[" + i + "]", items.get(i)));
        }
        return values;
    }

    String text() {
        if (!(node instanceof Node.Scalar scalar)) {
            throw refuse(kind(), "text");
        }
        if (scalar.plain() && NOT_TEXT.contains(resolved(scalar))) {
            throw refuse(kind() + " " + Shown.text(scalar.value()), "text: put it in quotes");
        }
        return scalar.value();
    }

    /** The value as it was written, whatever YAML's own reading makes of it. */
    String word(String expected) {
        if (!(node instanceof Node.Scalar scalar)) {
            throw refuse(kind(), expected);
        }
        if (scalar.value().length() > LONGEST) {
            throw refuse("a text of " + scalar.value().length() + " characters", "at most " + LONGEST);
        }
        return scalar.value();
    }

    /**
     * The value as it was written, if it is one that YAML's own reading of numbers and booleans leaves as it is: in
     * application.yml {@code on} is true, 010 is 8 and 1.10 is 1.1, and nobody should have to know.
     */
    String plain(String expected) {
        String word = word(expected);
        if (node instanceof Node.Scalar scalar
                && scalar.plain()
                && NOT_TEXT.contains(resolved(scalar))
                && !AS_WRITTEN.matcher(word).matches()) {
            throw refuse(kind() + " " + Shown.text(word), expected + ": a plain one, or a text in quotes");
        }
        return word;
    }

    /** A whole number within the bounds. */
    int number(int min, int max) {
        String expected = "a whole number from " + min + " to " + max;
        if (!(node instanceof Node.Scalar scalar)) {
            throw refuse(kind(), expected);
        }
        if (!scalar.plain()) {
            throw refuse("the text " + Shown.quoted(scalar.value()), expected + ", without quotes");
        }
        if (!WHOLE.matcher(scalar.value()).matches()) {
            throw refuse(Shown.quoted(scalar.value()), expected);
        }
        long number = Long.parseLong(scalar.value());
        if (number < min || number > max) {
            throw refuse(Long.toString(number), expected);
        }
        return (int) number;
    }

    /** One of these words. */
    String oneOf(String... words) {
        String text = text();
        if (!List.of(words).contains(text)) {
            throw refuse(Shown.quoted(text), String.join(", ", words));
        }
        return text;
    }

    /** Text that the expression matches whole. */
    String matching(Pattern pattern, String expected) {
        String text = text();
        // The length first: the JDK's expressions take a stack frame for each repetition of a group.
        if (text.length() > MATCHED || !pattern.matcher(text).matches()) {
            throw refuse(Shown.quoted(text), expected);
        }
        return text;
    }

    /** What is made of this value; what the model refuses is refused here. */
    <T> T make(Supplier<T> model) {
        try {
            return model.get();
        } catch (IllegalArgumentException e) {
            throw refuse(String.valueOf(e.getMessage()));
        }
    }

    /** A refusal in the model's words, which end with what it expects. */
    InvalidDocumentException refuse(String problem) {
        Matcher words = WORDS.matcher(problem);
        return words.matches()
                ? refuse(words.group(1), words.group(2))
                : refuse(problem, "a value that the rules take");
    }

    InvalidDocumentException refuse(String problem, String expected) {
        return new InvalidDocumentException(source, node.line(), node.column(), path(), Shown.told(problem), expected);
    }

    String path() {
        if (parent == null) {
            return "";
        }
        String before = parent.path();
        return before.isEmpty() || step.startsWith("[") ? before + step : before + "." + step;
    }

    private Node.Mapping mapping() {
        if (!(node instanceof Node.Mapping mapping)) {
            throw refuse(kind(), "a mapping");
        }
        return mapping;
    }

    /** What it is, in words. */
    String kind() {
        if (node instanceof Node.Scalar scalar) {
            Tag tag = scalar.plain() ? resolved(scalar) : Tag.STR;
            return tag.equals(Tag.NULL)
                    ? "nothing"
                    : tag.equals(Tag.BOOL) ? "the boolean" : NOT_TEXT.contains(tag) ? "the number" : "text";
        }
        return node instanceof Node.Items ? "a list" : "a mapping";
    }

    private static Tag resolved(Node.Scalar scalar) {
        return RESOLVER.resolve(NodeId.scalar, scalar.value(), true);
    }
}
