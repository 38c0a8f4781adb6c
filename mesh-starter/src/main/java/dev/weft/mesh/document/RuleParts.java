package dev.weft.mesh.document;

import dev.weft.mesh.document.service.PropertyTypes;
import dev.weft.mesh.document.service.RuleProperties;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Part;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/**
 * A text of one service's rules, part by part: what a reader must know to understand each, for readers that don't know
 * everything.
 */
public final class RuleParts {

    private static final ResolvableType RULES = ResolvableType.forClass(RuleProperties.class);
    private static final Map<String, Part> PARTS =
            Arrays.stream(Part.values()).collect(Collectors.toUnmodifiableMap(Part::words, part -> part));

    private final ServiceName service;
    private final @Nullable Value written;
    private final List<Manifest> manifests;
    private final Map<Part, SortedSet<String>> keys;

    private RuleParts(
            ServiceName service, @Nullable Value written, List<Manifest> manifests, Map<Part, SortedSet<String>> keys) {
        this.service = service;
        this.written = written;
        this.manifests = manifests;
        this.keys = keys;
    }

    /**
     * Takes a text apart.
     *
     * @param source where the text comes from, for messages
     * @throws InvalidDocumentException if it can't be read
     */
    public static RuleParts read(String source, ServiceName service, String text) {
        RuleText all = RuleText.read(source, text);
        Value written = all.services().get(service);
        Map<Part, SortedSet<String>> keys = new EnumMap<>(Part.class);
        all.manifests().stream()
                .filter(Manifest::isHttpRoute)
                .flatMap(route -> HttpRouteKeys.of(route).stream())
                .forEach(path -> add(Part.ROUTES, path, keys));
        if (written != null) {
            PropertyTree.of(written, RuleProperties.class).stream().forEach(name -> {
                String path = path(name);
                add(PARTS.get(path.split("\\.", 2)[0]), path, keys);
            });
        }
        return new RuleParts(service, written, all.manifests(), keys);
    }

    private static void add(@Nullable Part part, String path, Map<Part, SortedSet<String>> keys) {
        if (part != null) {
            keys.computeIfAbsent(part, same -> new TreeSet<>()).add(path);
        }
    }

    /** Without the places in lists, and without the names that users give. */
    private static String path(ConfigurationPropertyName name) {
        return IntStream.range(PropertyTree.ROOT.getNumberOfElements(), name.getNumberOfElements())
                .filter(step -> !name.chop(step + 1).isLastElementIndexed())
                .mapToObj(step -> name.getElement(step, ConfigurationPropertyName.Form.DASHED))
                .collect(Collectors.joining("."));
    }

    /**
     * The paths of the keys that each part uses, as {@code routes.match.headers} or {@code
     * HTTPRoute.spec.rules.matches.headers}: lists and the names that users give are left out.
     */
    public Map<Part, SortedSet<String>> keys() {
        return Collections.unmodifiableMap(keys);
    }

    /** A text that says the same but for some parts, of which it says nothing. HTTPRoutes are routes. */
    public String without(Set<Part> parts) {
        StringBuilder json = new StringBuilder();
        writeService(parts, json);
        if (!parts.contains(Part.ROUTES)) {
            manifests.forEach(manifest -> JsonText.writeAsKinds(manifest.value(), json.append("\n---\n")));
        }
        return json.toString();
    }

    private void writeService(Set<Part> without, StringBuilder json) {
        Set<String> left = without.stream().map(Part::words).collect(Collectors.toSet());
        JsonText.quote(service.value(), json.append("{\"services\":{")).append(":{");
        String separator = "";
        if (written != null && !written.isNull()) {
            for (Map.Entry<String, Value> entry : written.entries().entrySet()) {
                String step = entry.getKey().split("\\.", 2)[0];
                if (!left.contains(String.valueOf(PropertyTypes.meant(RULES, step)))) {
                    JsonText.quote(entry.getKey(), json.append(separator)).append(':');
                    JsonText.write(entry.getValue(), json);
                    separator = ",";
                }
            }
        }
        json.append("}}}");
    }
}
