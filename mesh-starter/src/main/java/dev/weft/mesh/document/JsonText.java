package dev.weft.mesh.document;

import java.util.Map;

/** Writes what was read as JSON, which every reader of YAML takes. */
final class JsonText {

    private JsonText() {}

    /**
     * All that is no mapping, list or null becomes text: so a value is read as it was written, whatever YAML would make of
     * it.
     */
    static void write(Value value, StringBuilder json) {
        write(value, false, json);
    }

    /** For readers that tell numbers from texts: what YAML takes for a number or a boolean stays one. */
    static void writeAsKinds(Value value, StringBuilder json) {
        write(value, true, json);
    }

    private static void write(Value value, boolean asKinds, StringBuilder json) {
        if (value.isMapping()) {
            writeMapping(value, asKinds, json);
        } else if (value.isList()) {
            writeItems(value, asKinds, json);
        } else if (value.isNull()) {
            json.append("null");
        } else if (asKinds && !value.isText()) {
            json.append(value.word("a word"));
        } else {
            quote(value.word("a text"), json);
        }
    }

    private static void writeMapping(Value value, boolean asKinds, StringBuilder json) {
        json.append('{');
        String separator = "";
        for (Map.Entry<String, Value> entry : value.entries().entrySet()) {
            quote(entry.getKey(), json.append(separator)).append(':');
            write(entry.getValue(), asKinds, json);
            separator = ",";
        }
        json.append('}');
    }

    private static void writeItems(Value value, boolean asKinds, StringBuilder json) {
        json.append('[');
        String separator = "";
        for (Value item : value.items(Documents.MAX_VALUES)) {
            write(item, asKinds, json.append(separator));
            separator = ",";
        }
        json.append(']');
    }

    static StringBuilder quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }
}
