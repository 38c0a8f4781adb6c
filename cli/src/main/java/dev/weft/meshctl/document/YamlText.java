package dev.weft.meshctl.document;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A text of YAML, or of JSON, which is YAML, and where in it each of its nodes stands.
 *
 * @param documents the roots, in order; empty documents are left out
 */
record YamlText(String text, List<Node> documents) {

    YamlText {
        documents = List.copyOf(documents);
    }

    /**
     * Reads a text.
     *
     * @param source where it comes from, for messages
     */
    static YamlText parse(String source, String text) {
        List<Node> documents = new ArrayList<>();
        try {
            new Yaml(new SafeConstructor(new LoaderOptions()))
                    .composeAll(new StringReader(text))
                    .forEach(documents::add);
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null
                    ? ""
                    : ":" + (e.getProblemMark().getLine() + 1) + ":"
                            + (e.getProblemMark().getColumn() + 1);
            throw new Failure(Exit.REFUSED, source + where + ": " + e.getProblem() + " (expected: YAML or JSON)", e);
        } catch (YAMLException e) {
            throw new Failure(Exit.REFUSED, source + ": " + e.getMessage() + " (expected: YAML or JSON)", e);
        }
        documents.removeIf(document -> Nodes.isEmpty(document));
        return new YamlText(text, documents);
    }

    /** Whether it is JSON, where names are in quotes. */
    boolean isJson() {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    /** Where a node begins. */
    int start(Node node) {
        return offset(node.getStartMark().getIndex());
    }

    /** Where a node's last character is behind: without the lines that follow it, which the parser counts in. */
    int end(Node node) {
        if (node instanceof CollectionNode<?> collection && !Nodes.isFlow(collection)) {
            if (node instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
                return end(mapping.getValue().get(mapping.getValue().size() - 1).getValueNode());
            }
            if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
                return end(sequence.getValue().get(sequence.getValue().size() - 1));
            }
        }
        return offset(node.getEndMark().getIndex());
    }

    /** Marks count code points. */
    private int offset(int codePoints) {
        return text.offsetByCodePoints(0, codePoints);
    }
}
