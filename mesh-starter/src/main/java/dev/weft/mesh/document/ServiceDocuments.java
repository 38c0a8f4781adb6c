package dev.weft.mesh.document;

import dev.weft.mesh.document.service.InvalidRuleException;
import dev.weft.mesh.document.service.PropertyTypes;
import dev.weft.mesh.document.service.RouteProperties;
import dev.weft.mesh.document.service.RuleMapper;
import dev.weft.mesh.document.service.RuleProperties;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/** Reads what a document says of a service, in the shape and by the binder of {@code mesh.services}. */
final class ServiceDocuments {

    private ServiceDocuments() {}

    /**
     * Reads a service's rules.
     *
     * @param caps of the text that they stand in
     * @param defaults what holds within a part where they say nothing
     * @param conditions that the application provides
     */
    static RuleDocument read(Value value, Caps caps, ServiceRules defaults, Conditions conditions) {
        PropertyTree tree = PropertyTree.of(value, RuleProperties.class);
        RuleProperties properties = bind(tree);
        count(properties.getRoutes(), value, caps);
        try {
            return RuleMapper.document(value.place(), properties, defaults, conditions);
        } catch (InvalidRuleException e) {
            throw tree.nearest(PropertyTree.ROOT.append(e.path())).refuse(e.problem());
        }
    }

    private static RuleProperties bind(PropertyTree tree) {
        try {
            return new Binder(List.of(tree))
                    .bind(
                            PropertyTree.ROOT,
                            Bindable.of(RuleProperties.class),
                            new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                    .orElseGet(RuleProperties::new);
        } catch (BindException e) {
            if (e.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
                ConfigurationProperty first =
                        unbound.getUnboundProperties().iterator().next();
                throw tree.nearest(first.getName()).refuse("it has no place here", "nothing");
            }
            Value value = tree.nearest(e.getName());
            String expected = PropertyTypes.expected(e.getTarget().getType());
            throw value.refuse(value.isScalar() ? Shown.quoted(value.plain(expected)) : value.kind(), expected);
        }
    }

    private static void count(@Nullable List<RouteProperties> routes, Value value, Caps caps) {
        if (routes != null) {
            routes.forEach(route -> caps.count(value, route.getMatches().size() + (route.getMatch() == null ? 0 : 1)));
        }
    }
}
