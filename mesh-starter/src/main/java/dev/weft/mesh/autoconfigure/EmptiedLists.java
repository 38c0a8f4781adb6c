package dev.weft.mesh.autoconfigure;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/**
 * Lets a list be emptied, as by {@code mesh.edge.overrides: []} in a file that is stronger than the application's own. Spring
 * Boot takes the empty one, and would then refuse the elements of the other one as properties that nobody knows.
 */
final class EmptiedLists extends AbstractBindHandler {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("mesh");

    EmptiedLists(BindHandler parent) {
        super(parent);
    }

    @Override
    public void onFinish(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, @Nullable Object result)
            throws Exception {
        try {
            super.onFinish(name, target, context, result);
        } catch (UnboundConfigurationPropertiesException e) {
            Set<ConfigurationProperty> unknown = new TreeSet<>(e.getUnboundProperties());
            unknown.removeIf(property -> isOfEmptiedList(property.getName(), context.getSources()));
            if (!unknown.isEmpty()) {
                throw new UnboundConfigurationPropertiesException(unknown);
            }
        }
    }

    private static boolean isOfEmptiedList(
            ConfigurationPropertyName name, Iterable<ConfigurationPropertySource> sources) {
        for (int size = 0; ROOT.isAncestorOf(name) && size < name.getNumberOfElements(); size++) {
            if (name.isNumericIndex(size) && isEmptied(name.chop(size), name, sources)) {
                return true;
            }
        }
        return false;
    }

    /** By a source that is stronger than the one that has the element. */
    private static boolean isEmptied(
            ConfigurationPropertyName list,
            ConfigurationPropertyName element,
            Iterable<ConfigurationPropertySource> sources) {
        for (ConfigurationPropertySource source : sources) {
            ConfigurationProperty itself = source.getConfigurationProperty(list);
            if (itself != null && String.valueOf(itself.getValue()).isEmpty()) {
                return true;
            }
            if (source.getConfigurationProperty(element) != null) {
                return false;
            }
        }
        return false;
    }
}
