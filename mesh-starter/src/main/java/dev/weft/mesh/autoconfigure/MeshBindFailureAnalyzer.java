package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.document.service.PropertyTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says what is allowed where a {@code mesh.*} property is unknown or has a value of another type. Before Spring Boot's own,
 * which name property and value only.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MeshBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("mesh");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        if (!ROOT.equals(cause.getName()) && !ROOT.isAncestorOf(cause.getName())) {
            return null;
        }
        if (cause.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
            return unbound.getUnboundProperties().stream()
                    .sorted()
                    .findFirst()
                    .map(property -> unknown(property, cause))
                    .orElse(null);
        }
        return unusable(cause);
    }

    private static FailureAnalysis unknown(ConfigurationProperty property, BindException cause) {
        MeshPropertyNames names = MeshPropertyNames.nearTo(property.getName());
        return new FailureAnalysis(
                "The mesh has no property '" + property.getName() + "', which is set to:\n\n    " + described(property),
                "Under '" + names.parent() + "' there may be: " + String.join(", ", names.allowed()) + ".",
                cause);
    }

    private static FailureAnalysis unusable(BindException cause) {
        ConfigurationProperty property = cause.getProperty();
        return new FailureAnalysis(
                "The mesh can't use what is configured under '" + cause.getName() + "':\n\n    "
                        + (property == null ? "" : described(property) + " ")
                        + "(expected: "
                        + PropertyTypes.expected(cause.getTarget().getType()) + ")",
                "Set '" + cause.getName() + "' to what is expected, or leave it out to get the default.",
                cause);
    }

    private static String described(ConfigurationProperty property) {
        String value = String.valueOf(property.getValue());
        return property.getOrigin() == null ? value : value + " (from " + property.getOrigin() + ")";
    }
}
