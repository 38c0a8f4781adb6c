package dev.weft.mesh.document;

import dev.weft.mesh.document.service.PropertyTypes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.ResolvableType;

/**
 * A part of a document as properties for Spring Boot to bind. Names are taken as Spring Boot takes them in
 * application.yml; a key that the type does not have, and a list or a mapping in the wrong place, are refused here, where
 * it is known what would be right.
 */
final class PropertyTree implements IterableConfigurationPropertySource {

    static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("document");

    /** How many elements the name of a part has, which may be empty: "document.retry". */
    private static final int PART = 2;

    private final Map<ConfigurationPropertyName, String> texts = new LinkedHashMap<>();
    private final Set<ConfigurationPropertyName> parents = new HashSet<>();
    private final Map<ConfigurationPropertyName, Value> written = new HashMap<>();

    private PropertyTree() {}

    /** The properties of a bean. */
    static PropertyTree of(Value document, Class<?> type) {
        PropertyTree tree = new PropertyTree();
        tree.add(ROOT, ResolvableType.forClass(type), document);
        return tree;
    }

    /** Whether it says nothing: all that was written is empty or null. */
    boolean isEmpty() {
        return texts.isEmpty();
    }

    /** What was written for this property; null if nothing was. */
    @Nullable
    Value written(ConfigurationPropertyName name) {
        return written.get(name);
    }

    /** The same properties but for those below this one. */
    PropertyTree without(ConfigurationPropertyName name) {
        PropertyTree others = new PropertyTree();
        others.written.putAll(written);
        texts.forEach((at, text) -> {
            if (!name.isAncestorOf(at)) {
                others.put(at, text);
            }
        });
        return others;
    }

    /** What was written for this property, or for the nearest one above it. */
    Value nearest(ConfigurationPropertyName name) {
        ConfigurationPropertyName at = name;
        while (!written.containsKey(at) && at.getNumberOfElements() > 1) {
            at = at.getParent();
        }
        Value value = written.get(at);
        if (value == null) {
            throw new IllegalArgumentException(name + " (expected: a name below " + ROOT + ")");
        }
        return value;
    }

    private void add(ConfigurationPropertyName name, ResolvableType type, Value value) {
        written.put(name, value);
        if (!value.isNull()) {
            addWritten(name, type, value);
        }
        // Whoever writes an empty block within a part has meant something: no rewrite, or every header?
        if (name.getNumberOfElements() > PART && isBlock(type) && !isSaid(name)) {
            throw value.refuse(value.isNull() ? "nothing" : "nothing in it", names(type));
        }
    }

    private static boolean isBlock(ResolvableType type) {
        return PropertyTypes.isBean(type)
                || PropertyTypes.isMap(type)
                || PropertyTypes.isList(type) && PropertyTypes.isBean(type.getGeneric(0));
    }

    private boolean isSaid(ConfigurationPropertyName name) {
        return texts.containsKey(name) || parents.contains(name);
    }

    private void addWritten(ConfigurationPropertyName name, ResolvableType type, Value value) {
        if (PropertyTypes.isBean(type)) {
            addBean(name, type, value);
        } else if (PropertyTypes.isMap(type)) {
            addMap(name, type, value);
        } else if (PropertyTypes.isList(type) && (value.isList() || PropertyTypes.isBean(type.getGeneric(0)))) {
            addList(name, type, value);
        } else {
            String expected = PropertyTypes.expected(type);
            // Of a few words, YAML's own reading leaves no doubt which one is meant: "off" is one of them, or none is.
            put(name, PropertyTypes.isEnum(type) ? value.word(expected) : value.plain(expected));
        }
    }

    private void addBean(ConfigurationPropertyName name, ResolvableType type, Value value) {
        if (!value.isMapping()) {
            throw value.refuse(value.kind(), "a mapping, and in it " + names(type));
        }
        value.entries().forEach((key, its) -> {
            ResolvableType at = type;
            ConfigurationPropertyName below = name;
            // As in application.yml, where "retry.attempts: 2" is a short way to say it.
            for (String step : key.split("\\.", -1)) {
                String meant = PropertyTypes.isBean(at) ? PropertyTypes.meant(at, step) : null;
                ResolvableType next =
                        meant == null ? null : PropertyTypes.properties(at).get(meant);
                if (meant == null || next == null) {
                    throw value.refuseKey(key, "there is no such property", names(at));
                }
                below = below.append(meant);
                at = next;
            }
            if (written.containsKey(below)) {
                throw value.refuseKey(key, "a second time", "each property once");
            }
            add(below, at, its);
        });
    }

    private void addMap(ConfigurationPropertyName name, ResolvableType type, Value value) {
        if (!value.isMapping()) {
            throw value.refuse(value.kind(), PropertyTypes.expected(type));
        }
        value.entries().forEach((key, its) -> {
            String inner = unbracketed(key);
            if (inner.isEmpty() || inner.contains("[") || inner.contains("]")) {
                throw value.refuseKey(key, "no name", "a name without brackets");
            }
            ConfigurationPropertyName below = name.append("[" + inner + "]");
            if (written.containsKey(below)) {
                throw value.refuseKey(key, "a second time", "each name once");
            }
            if (its.isNull()) {
                throw its.refuse("nothing", PropertyTypes.expected(type.getGeneric(1)));
            }
            add(below, type.getGeneric(1), its);
        });
    }

    /** A name with other characters than letters, digits and hyphens has to be in brackets in application.yml. */
    static String unbracketed(String key) {
        return key.startsWith("[") && key.endsWith("]") ? key.substring(1, key.length() - 1) : key;
    }

    private void addList(ConfigurationPropertyName name, ResolvableType type, Value value) {
        if (!value.isList()) {
            throw value.refuse(value.kind(), PropertyTypes.expected(type));
        }
        List<Value> items = value.items(Documents.MAX_VALUES);
        if (items.isEmpty() && (!isBlock(type) || name.getNumberOfElements() == PART)) {
            put(name, "");
        }
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).isNull()) {
                throw items.get(i).refuse("nothing", PropertyTypes.expected(type.getGeneric(0)));
            }
            ConfigurationPropertyName below = name.append("[" + i + "]");
            // None may be empty: a gap would end the list, and Spring Boot would drop what comes behind it.
            add(below, type.getGeneric(0), items.get(i));
        }
    }

    private void put(ConfigurationPropertyName name, String text) {
        texts.put(name, text);
        ConfigurationPropertyName parent = name.getParent();
        while (!parent.isEmpty() && parents.add(parent)) {
            parent = parent.getParent();
        }
    }

    private static String names(ResolvableType type) {
        return PropertyTypes.isBean(type)
                ? "one of " + String.join(", ", PropertyTypes.properties(type).keySet())
                : PropertyTypes.expected(type);
    }

    @Override
    public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
        String text = texts.get(name);
        return text == null ? null : new ConfigurationProperty(name, text, null);
    }

    @Override
    public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
        return parents.contains(name) ? ConfigurationPropertyState.PRESENT : ConfigurationPropertyState.ABSENT;
    }

    @Override
    public Stream<ConfigurationPropertyName> stream() {
        return texts.keySet().stream();
    }
}
