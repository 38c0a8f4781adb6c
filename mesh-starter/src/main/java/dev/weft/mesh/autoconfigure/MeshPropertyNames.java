package dev.weft.mesh.autoconfigure;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/**
 * The properties among which somebody has looked for one that there isn't.
 *
 * @param parent the part of its name that there is
 * @param allowed what there may be below, in alphabetical order
 */
record MeshPropertyNames(String parent, List<String> allowed) {

    /** Follows the name from {@code mesh} on for as long as there is such a property. */
    static MeshPropertyNames nearTo(ConfigurationPropertyName name) {
        ResolvableType type = ResolvableType.forClass(MeshProperties.class);
        int known = 1;
        while (known < name.getNumberOfElements()) {
            ResolvableType next = below(type, name, known);
            if (next == null) {
                break;
            }
            type = next;
            known++;
        }
        return new MeshPropertyNames(name.chop(known).toString(), names(type));
    }

    private static @Nullable ResolvableType below(ResolvableType type, ConfigurationPropertyName name, int element) {
        Class<?> raw = type.resolve(Object.class);
        if (Map.class.isAssignableFrom(raw)) {
            return type.getGeneric(1);
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return name.isNumericIndex(element) ? type.getGeneric(0) : null;
        }
        String wanted = name.getElement(element, Form.UNIFORM);
        return properties(raw)
                .filter(property -> property.getName().equalsIgnoreCase(wanted))
                .map(PropertyDescriptor::getReadMethod)
                .map(MeshPropertyNames::typeOf)
                .findFirst()
                .orElse(null);
    }

    private static ResolvableType typeOf(Method getter) {
        return ResolvableType.forMethodReturnType(getter);
    }

    private static List<String> names(ResolvableType type) {
        Class<?> raw = type.resolve(Object.class);
        if (Collection.class.isAssignableFrom(raw)) {
            return List.of("[0]", "[1]", "...");
        }
        return properties(raw)
                .map(PropertyDescriptor::getName)
                .map(DataObjectPropertyName::toDashedForm)
                .sorted()
                .toList();
    }

    private static Stream<PropertyDescriptor> properties(Class<?> type) {
        return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
                .filter(property -> !property.getName().equals("class"));
    }
}
