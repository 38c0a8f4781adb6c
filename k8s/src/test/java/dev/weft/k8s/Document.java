package dev.weft.k8s;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One resource, as it is written.
 *
 * @param tree maps, lists and scalars
 */
record Document(Map<String, Object> tree) {

    static List<Document> parse(String yaml) {
        List<Document> documents = new ArrayList<>();
        for (Object tree : yaml().loadAll(yaml)) {
            documents.add(new Document(asMap(tree)));
        }
        return documents;
    }

    static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options));
    }

    String apiVersion() {
        return String.valueOf(tree.get("apiVersion"));
    }

    String kind() {
        return String.valueOf(tree.get("kind"));
    }

    String name() {
        return String.valueOf(at("metadata", "name"));
    }

    String json() {
        return new Gson().toJson(tree);
    }

    /** What is at the end of a path of keys, and of places in lists; null if nothing is. */
    @Nullable
    Object at(Object... path) {
        Object here = tree;
        for (Object step : path) {
            if (here instanceof Map<?, ?> map) {
                here = map.get(step);
            } else if (here instanceof List<?> list && step instanceof Integer place && place < list.size()) {
                here = list.get(place);
            } else {
                return null;
            }
        }
        return here;
    }

    /** The entries of a list at a path, each as a document of its own. */
    List<Document> each(Object... path) {
        return at(path) instanceof List<?> list
                ? list.stream().map(entry -> new Document(asMap(entry))).toList()
                : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object tree) {
        return (Map<String, Object>) tree;
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
