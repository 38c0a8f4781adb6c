package dev.weft.mesh.document.service;

import java.beans.PropertyDescriptor;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.ResolvableType;

/** What may be written below a property, and how. */
public final class PropertyTypes {

    private static final String OURS = "dev.weft.mesh.";

    private static final Map<Class<?>, SortedMap<String, ResolvableType>> PROPERTIES = new ConcurrentHashMap<>();

    private PropertyTypes() {}

    /** Whether the type is made of further properties with names of their own. */
    public static boolean isBean(ResolvableType type) {
        Class<?> raw = type.resolve(Object.class);
        return raw.getName().startsWith(OURS) && !raw.isEnum();
    }

    public static boolean isMap(ResolvableType type) {
        return Map.class.isAssignableFrom(type.resolve(Object.class));
    }

    public static boolean isList(ResolvableType type) {
        return Collection.class.isAssignableFrom(type.resolve(Object.class));
    }

    public static boolean isEnum(ResolvableType type) {
        return type.resolve(Object.class).isEnum();
    }

    /** The properties of a bean by their names, as they are written in documentation. */
    public static SortedMap<String, ResolvableType> properties(ResolvableType bean) {
        return PROPERTIES.computeIfAbsent(bean.resolve(Object.class), PropertyTypes::properties);
    }

    private static SortedMap<String, ResolvableType> properties(Class<?> bean) {
        SortedMap<String, ResolvableType> properties = new TreeMap<>();
        for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(bean)) {
            if (property.getReadMethod() != null && !property.getName().equals("class")) {
                properties.put(
                        DataObjectPropertyName.toDashedForm(property.getName()),
                        ResolvableType.forMethodReturnType(property.getReadMethod()));
            }
        }
        return Collections.unmodifiableSortedMap(properties);
    }

    /** The name of the bean's property that somebody means by this, as Spring Boot reads names; null if there is none. */
    public static @Nullable String meant(ResolvableType bean, String written) {
        return properties(bean).keySet().stream()
                .filter(name -> uniform(name).equals(uniform(written)))
                .findFirst()
                .orElse(null);
    }

    private static String uniform(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** What a value of this type looks like. */
    public static String expected(ResolvableType type) {
        Class<?> raw = type.resolve(Object.class);
        if (raw == Duration.class) {
            return "a time with its unit, such as 500ms, 2s or 1m";
        }
        if (raw == Integer.class || raw == int.class) {
            return "a whole number";
        }
        if (raw == Double.class || raw == double.class) {
            return "a number";
        }
        if (raw == Boolean.class || raw == boolean.class) {
            return "true or false";
        }
        if (raw.isEnum()) {
            return "one of " + constants(raw);
        }
        if (isList(type)) {
            return "a list, and in it " + expected(type.getGeneric(0));
        }
        if (isMap(type)) {
            return "names, and for each " + expected(type.getGeneric(1));
        }
        return raw == String.class ? "a text" : "properties below it";
    }

    private static String constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }
}
