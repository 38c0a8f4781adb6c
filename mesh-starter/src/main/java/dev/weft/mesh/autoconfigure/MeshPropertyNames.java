package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.document.service.PropertyTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
        if (PropertyTypes.isMap(type)) {
            return type.getGeneric(1);
        }
        if (PropertyTypes.isList(type)) {
            return name.isNumericIndex(element) ? type.getGeneric(0) : null;
        }
        String meant = PropertyTypes.meant(type, name.getElement(element, Form.UNIFORM));
        return meant == null ? null : PropertyTypes.properties(type).get(meant);
    }

    private static List<String> names(ResolvableType type) {
        return PropertyTypes.isList(type)
                ? List.of("[0]", "[1]", "...")
                : List.copyOf(PropertyTypes.properties(type).keySet());
    }
}
