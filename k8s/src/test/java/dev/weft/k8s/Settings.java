package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Properties of an application, from its YAML files: flat, later files before earlier ones. */
record Settings(Map<String, Object> properties) {

    static Settings of(List<String> files) {
        Map<String, Object> properties = new HashMap<>();
        files.forEach(file -> add("", Document.yaml().load(file), properties));
        return new Settings(properties);
    }

    /** Those in the jar of a module. */
    static Settings ofModule(String module) {
        try {
            return of(List.of(Files.readString(Path.of("..", module, "src/main/resources/application.yml"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(String prefix, Object tree, Map<String, Object> properties) {
        if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> add(prefix.isEmpty() ? key.toString() : prefix + "." + key, value, properties));
        } else if (tree instanceof List<?> list && list.isEmpty()) {
            // As Spring Boot has it: said, and nothing.
            properties.put(prefix, "");
        } else if (tree instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                add(prefix + "[" + i + "]", list.get(i), properties);
            }
        } else {
            properties.put(prefix, tree);
        }
    }

    String get(String property) {
        assertThat(properties).containsKey(property);
        return String.valueOf(properties.get(property));
    }

    /** Of a duration that is written in seconds. */
    int seconds(String property) {
        assertThat(get(property)).as(property).matches("\\d+s");
        return Integer.parseInt(get(property).replace("s", ""));
    }
}
