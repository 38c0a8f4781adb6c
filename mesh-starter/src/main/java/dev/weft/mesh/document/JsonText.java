package dev.weft.mesh.document;

import java.util.Map;

/**
 * Writes what was read as JSON, which every reader of YAML takes. All that is no mapping, list or null becomes text: so a
 * value is read as it was written, whatever YAML would make of it.
 */
final class JsonText {

    private JsonText() {}

    static void write(Value value, StringBuilder json) {
        if (value.isMapping()) {
            writeMapping(value, json);
        } else if (value.isList()) {
            writeItems(value, json);
        } else if (value.isNull()) {
            json.append("null");
        } else {
            quote(value.word("a text"), json);
        }
    }

    private static void writeMapping(Value value, StringBuilder json) {
        json.append('{');
        String separator = "";
        for (Map.Entry<String, Value> entry : value.entries().entrySet()) {
            quote(entry.getKey(), json.append(separator)).append(':');
            write(entry.getValue(), json);
            separator = ",";
        }
        json.append('}');
    }

    private static void writeItems(Value value, StringBuilder json) {
        json.append('[');
        String separator = "";
        for (Value item : value.items(Documents.MAX_VALUES)) {
            write(item, json.append(separator));
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
