package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The published definitions of custom resources (CRDs), in the folder that the system property names. An API server
 * checks their rules in CEL ({@code x-kubernetes-validations}), too, which nothing here understands.
 */
final class Definitions {

    private static final String FOLDER = System.getProperty("weft.crds");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonSchema> schemas = new HashMap<>();

    private Definitions(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".yaml")).forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the test if they aren't there. */
    static Definitions assumeThere() {
        Skip.unless(FOLDER != null, "custom resources: -Dweft.crds=<the folder of their definitions> is missing");
        assertThat(Path.of(FOLDER)).isDirectory();
        return new Definitions(Path.of(FOLDER));
    }

    private void add(Path file) {
        try {
            // All but what is only a comment.
            for (Object tree : Document.yaml().loadAll(Files.readString(file))) {
                if (tree != null) {
                    add(new Document(asMap(tree)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Document definition) {
        for (Document version : definition.each("spec", "versions")) {
            JsonNode schema = JSON.valueToTree(version.at("schema", "openAPIV3Schema"));
            strict(schema);
            ((ObjectNode) schema.get("properties")).set("metadata", JSON.createObjectNode());
            schemas.put(
                    definition.at("spec", "group") + "/" + version.at("name") + " "
                            + definition.at("spec", "names", "kind"),
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema));
        }
    }

    /** What is wrong with a resource; empty if nothing is. */
    List<String> problems(Document resource) {
        JsonSchema schema = schemas.get(resource.apiVersion() + " " + resource.kind());
        if (schema == null) {
            return List.of("there is no " + resource.apiVersion() + " " + resource.kind());
        }
        return schema.validate(JSON.valueToTree(resource.tree())).stream()
                .map(Object::toString)
                .toList();
    }

    /**
     * An API server drops fields that are not defined; here they are refused. Alternatives ({@code anyOf} and the like)
     * repeat some of the fields only, and stay as they are.
     */
    private static void strict(JsonNode node) {
        if (!(node instanceof ObjectNode schema)) {
            return;
        }
        // Kubernetes has formats of its own: its durations are not those of ISO 8601.
        schema.remove("format");
        JsonNode properties = schema.path("properties");
        if (properties.isObject()
                && !schema.has("additionalProperties")
                && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            schema.put("additionalProperties", false);
        }
        properties.forEach(Definitions::strict);
        strict(schema.path("items"));
        strict(schema.path("additionalProperties"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object tree) {
        return (Map<String, Object>) tree;
    }
}
