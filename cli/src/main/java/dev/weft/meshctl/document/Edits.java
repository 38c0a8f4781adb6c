package dev.weft.meshctl.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Changes to a text at the places of its nodes. Everything else stays as it is, comments included: so that a diff shows what
 * has changed and nothing more.
 */
final class Edits {

    private record Edit(int start, int end, String text) {}

    private final YamlText source;
    private final List<Edit> edits = new ArrayList<>();

    Edits(YamlText source) {
        this.source = source;
    }

    /** Puts another value in place of an entry's. */
    void replaceValue(NodeTuple entry, Node value) {
        if (entry.getValueNode() instanceof ScalarNode old && value instanceof ScalarNode && !Nodes.isEmpty(old)) {
            edits.add(new Edit(source.start(old), source.end(old), Nodes.inline(value)));
            return;
        }
        // From the key on: the value may stand in lines of its own, less indented than it must be in one line.
        edits.add(
                new Edit(source.end(entry.getKeyNode()), source.end(entry.getValueNode()), ": " + Nodes.inline(value)));
    }

    /** Sets an entry: in place of the one of this name, or behind the others. */
    void set(MappingNode mapping, String name, Node value) {
        NodeTuple old = Nodes.entry(mapping, name);
        if (old != null) {
            replaceValue(old, value);
        } else {
            add(mapping, name, value);
        }
    }

    private void add(MappingNode mapping, String name, Node value) {
        String entry = Nodes.inline(Nodes.string(name, source.isJson())) + ": " + Nodes.inline(value);
        if (mapping.getValue().isEmpty()) {
            edits.add(new Edit(source.start(mapping), source.end(mapping), "{" + entry + "}"));
            return;
        }
        int end =
                source.end(mapping.getValue().get(mapping.getValue().size() - 1).getValueNode());
        if (Nodes.isFlow(mapping)) {
            edits.add(new Edit(end, end, ", " + entry));
        } else {
            int line = endOfLine(end);
            edits.add(new Edit(line, line, "\n" + indent(mapping) + entry));
        }
    }

    /** Takes the entry of a name out, if there is one. */
    void remove(MappingNode mapping, String name) {
        NodeTuple entry = Nodes.entry(mapping, name);
        if (entry == null) {
            return;
        }
        List<NodeTuple> entries = mapping.getValue();
        int index = entries.indexOf(entry);
        if (entries.size() == 1) {
            edits.add(new Edit(source.start(mapping), source.end(mapping), "{}"));
        } else if (index == 0) {
            int next = source.start(entries.get(1).getKeyNode());
            edits.add(new Edit(source.start(entry.getKeyNode()), next, ""));
        } else {
            int before = source.end(entries.get(index - 1).getValueNode());
            int end = source.end(entry.getValueNode());
            edits.add(
                    Nodes.isFlow(mapping)
                            ? new Edit(before, end, "")
                            : new Edit(endOfLine(before), endOfLine(end), ""));
        }
    }

    String apply() {
        StringBuilder text = new StringBuilder(source.text());
        edits.stream()
                .sorted(Comparator.comparingInt(Edit::start).reversed())
                .forEach(edit -> text.replace(edit.start, edit.end, edit.text));
        String edited = text.toString();
        // Says so rather than have a text stored that no longer is what it was.
        YamlText.parse("the edited rules", edited);
        return edited;
    }

    /** The end of the line on which something ends; a comment behind it belongs to it. */
    private int endOfLine(int end) {
        if (end > 0 && source.text().charAt(end - 1) == '\n') {
            return end - 1;
        }
        int newline = source.text().indexOf('\n', end);
        return newline < 0 ? source.text().length() : newline;
    }

    private static String indent(MappingNode mapping) {
        return " ".repeat(mapping.getValue().get(0).getKeyNode().getStartMark().getColumn());
    }
}
