package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.document.service.InvalidRuleException;
import dev.weft.mesh.document.service.RuleMapper;
import dev.weft.mesh.document.service.RuleProperties;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.Layer;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules that {@code mesh.defaults} and {@code mesh.services} hold; what can't be used stops the start. */
final class ApplicationRules {

    private static final String SERVICES = "mesh.services";
    private static final String DEFAULTS = "mesh.defaults";

    private ApplicationRules() {}

    /**
     * A book that the rules are written in.
     *
     * @param conditions that the application provides
     */
    static RuleBook book(MeshProperties properties, Conditions conditions) {
        RuleDocument builtIn = new RuleDocument("built in", EnumSet.allOf(Part.class), ServiceRules.defaults());
        RuleDocument defaults = document(DEFAULTS, DEFAULTS, properties.getDefaults(), builtIn.rules(), conditions);
        RuleBook book =
                new RuleBook(List.of(defaults, builtIn), properties.getFaults().isEnabled(), conditions);
        ServiceRules base = book.defaults().rules();
        Map<ServiceName, List<RuleDocument>> services = new LinkedHashMap<>();
        Map<ServiceName, String> paths = new LinkedHashMap<>();
        properties.getServices().forEach((key, service) -> {
            String path = SERVICES + "." + key;
            ServiceName name = serviceName(key);
            services.put(name, List.of(document("application " + path, path, service, base, conditions)));
            paths.put(name, path);
        });
        book.put(Layer.APPLICATION, services);
        paths.forEach((service, path) -> {
            String problem = book.problem(service);
            if (problem != null) {
                throw refused(path, InvalidRuleException.in("", problem));
            }
        });
        return book;
    }

    /** The service whose properties stand under this key of {@code mesh.services}. */
    static ServiceName serviceName(String key) {
        try {
            return ServiceName.of(key);
        } catch (IllegalArgumentException e) {
            throw new InvalidMeshPropertyException(SERVICES + "." + key, String.valueOf(e.getMessage()));
        }
    }

    private static RuleDocument document(
            String source, String path, RuleProperties from, ServiceRules defaults, Conditions conditions) {
        try {
            return RuleMapper.document(source, from, defaults, conditions);
        } catch (InvalidRuleException e) {
            throw refused(path, e);
        }
    }

    private static InvalidMeshPropertyException refused(String path, InvalidRuleException e) {
        return new InvalidMeshPropertyException(e.path().isEmpty() ? path : path + "." + e.path(), e.problem());
    }
}
