package dev.weft.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.registry.RunningRegistry;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
            assertThat(described(registry).keySet()).isEqualTo(served(registry).keySet());
        }
    }

    @Test
    void descriptionWhenComparedWithTheApiHasTheAnswersThatAllGive(@TempDir Path directory) throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory)) {
            Map<String, Set<String>> described = described(registry);

            served(registry)
                    .forEach((operation, info) ->
                            assertThat(described.get(operation)).as(operation).containsAll(answers(operation, info)));
        }
    }

    /** What an operation answers for how it is mapped, not for what it does. */
    private static Set<String> answers(String operation, RequestMappingInfo info) {
        Set<String> answers = new TreeSet<>();
        if (!operation.endsWith("/openapi.yaml")) {
            answers.add("401");
        }
        if (operation.contains("{")) {
            answers.add("400");
        }
        if (!info.getConsumesCondition().isEmpty()) {
            answers.addAll(Set.of("400", "413", "415"));
        }
        return answers;
    }

    /** The answers of each operation. */
    @SuppressWarnings("unchecked")
    private static Map<String, Set<String>> described(RunningRegistry registry) throws Exception {
        String text = registry.send(registry.anonymous(BASE + "/openapi.yaml")).body();
        Map<String, Object> description = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        Map<String, Set<String>> operations = new TreeMap<>();
        Map<String, Map<String, Object>> paths = (Map<String, Map<String, Object>>) description.get("paths");
        paths.forEach((path, its) -> its.forEach((method, operation) -> {
            if (operation instanceof Map<?, ?> one) {
                operations.put(
                        method.toUpperCase(Locale.ROOT) + " " + BASE + path,
                        ((Map<String, Object>) one.get("responses")).keySet());
            }
        }));
        return operations;
    }

    private static Map<String, RequestMappingInfo> served(RunningRegistry registry) {
        Map<String, RequestMappingInfo> operations = new TreeMap<>();
        for (RequestMappingInfo info : registry.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()) {
            info.getPatternValues().stream()
                    .filter(path -> path.startsWith(BASE))
                    .forEach(path -> info.getMethodsCondition()
                            .getMethods()
                            .forEach(method -> operations.put(method + " " + path, info)));
        }
        return operations;
    }
}
