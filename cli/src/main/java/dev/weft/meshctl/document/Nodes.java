package dev.weft.meshctl.document;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads, makes and writes nodes of YAML. Values stay as they are written: nothing is taken for a number or a boolean. */
final class Nodes {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*|[0-9]+(ms|s|m|h)");

    private Nodes() {}

    static boolean isEmpty(@Nullable Node node) {
        return node == null
                || (node instanceof ScalarNode scalar
                        && scalar.isPlain()
                        && scalar.getTag().equals(Tag.NULL));
    }

    static boolean isFlow(CollectionNode<?> node) {
        return node.getFlowStyle() == FlowStyle.FLOW;
    }

    /** A scalar as it is written, or nothing. */
    static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** The entry of a name, or null; names are compared as Spring Boot compares them. */
    static @Nullable NodeTuple entry(Node mapping, String name) {
        if (mapping instanceof MappingNode entries) {
            for (NodeTuple entry : entries.getValue()) {
                if (uniform(text(entry.getKeyNode())).equals(uniform(name))) {
                    return entry;
                }
            }
        }
        return null;
    }

    /** The value of a name, or null. */
    static @Nullable Node value(Node mapping, String name) {
        NodeTuple entry = entry(mapping, name);
        return entry == null ? null : entry.getValueNode();
    }

    /** The items of a list; of anything else, none. */
    static List<Node> items(@Nullable Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    private static String uniform(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** @param quoted whether it must be in quotes, as in JSON */
    static ScalarNode string(String value, boolean quoted) {
        ScalarStyle unquoted = PLAIN.matcher(value).matches() ? ScalarStyle.PLAIN : ScalarStyle.SINGLE_QUOTED;
        return new ScalarNode(Tag.STR, value, null, null, quoted ? ScalarStyle.DOUBLE_QUOTED : unquoted);
    }

    static ScalarNode number(String digits) {
        return new ScalarNode(digits.contains(".") ? Tag.FLOAT : Tag.INT, digits, null, null, ScalarStyle.PLAIN);
    }

    static SequenceNode list(List<Node> items) {
        return new SequenceNode(Tag.SEQ, items, FlowStyle.FLOW);
    }

    /** A mapping of names and values, in turn. */
    static MappingNode mapping(boolean quoted, List<?> namesAndValues) {
        List<NodeTuple> entries = new ArrayList<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            entries.add(
                    new NodeTuple(string((String) namesAndValues.get(i), quoted), (Node) namesAndValues.get(i + 1)));
        }
        return new MappingNode(Tag.MAP, entries, FlowStyle.FLOW);
    }

    /** The mapping with one entry changed, or one more. */
    static MappingNode with(MappingNode mapping, String name, Node value, boolean quoted) {
        List<NodeTuple> entries = new ArrayList<>();
        boolean found = false;
        NodeTuple old = entry(mapping, name);
        for (NodeTuple entry : mapping.getValue()) {
            found |= entry == old;
            entries.add(entry == old ? new NodeTuple(entry.getKeyNode(), value) : entry);
        }
        if (!found) {
            entries.add(new NodeTuple(string(name, quoted), value));
        }
        return new MappingNode(mapping.getTag(), entries, FlowStyle.FLOW);
    }

    /** As one line, which may stand anywhere. */
    static String inline(Node node) {
        return write(flow(node), FlowStyle.FLOW);
    }

    /** As a document of its own. */
    static String document(Node node) {
        return write(node, FlowStyle.BLOCK) + "\n";
    }

    private static String write(Node node, FlowStyle style) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(style);
        options.setWidth(Integer.MAX_VALUE);
        options.setSplitLines(false);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        StringWriter text = new StringWriter();
        new Yaml(options).serialize(node, text);
        return text.toString().stripTrailing();
    }

    private static Node flow(Node node) {
        if (node instanceof MappingNode mapping) {
            List<NodeTuple> entries = mapping.getValue().stream()
                    .map(entry -> new NodeTuple(flow(entry.getKeyNode()), flow(entry.getValueNode())))
                    .toList();
            return new MappingNode(mapping.getTag(), entries, FlowStyle.FLOW);
        }
        if (node instanceof SequenceNode sequence) {
            return new SequenceNode(
                    sequence.getTag(),
                    sequence.getValue().stream().map(Nodes::flow).toList(),
                    FlowStyle.FLOW);
        }
        return node;
    }
}
