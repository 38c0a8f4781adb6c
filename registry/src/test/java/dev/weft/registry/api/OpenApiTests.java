package dev.weft.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.registry.RunningRegistry;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The API's description, which is written by hand, and the API. */
class OpenApiTests {

    private static final String BASE = "/mesh/v1";

    @Test
    void descriptionWhenComparedWithTheApiHasTheSameOperations(@TempDir Path directory) throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory)) {
            String text =
                    registry.send(registry.anonymous(BASE + "/openapi.yaml")).body();
            Map<String, Object> description = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);

            assertThat(described(description)).isEqualTo(served(registry));
        }
    }

    @SuppressWarnings("unchecked")
    private static Set<String> described(Map<String, Object> description) {
        Set<String> operations = new TreeSet<>();
        Map<String, Map<String, Object>> paths = (Map<String, Map<String, Object>>) description.get("paths");
        paths.forEach((path, its) -> its.keySet().stream()
                .filter(key -> !key.equals("parameters"))
                .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + BASE + path)));
        return operations;
    }

    private static Set<String> served(RunningRegistry registry) {
        Set<String> operations = new TreeSet<>();
        for (RequestMappingInfo info : registry.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()) {
            info.getPatternValues().stream()
                    .filter(path -> path.startsWith(BASE))
                    .forEach(path -> info.getMethodsCondition()
                            .getMethods()
                            .forEach(method -> operations.add(method + " " + path)));
        }
        return operations;
    }
}
