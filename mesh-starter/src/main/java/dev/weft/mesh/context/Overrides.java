package dev.weft.mesh.context;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the calls that are made for one request go, whatever the rules say: {@code mesh-route: petdetails=v2} in the
 * request that is served, passed on with every call below it. Names versions of services, nothing else.
 *
 * @param header as it is passed on, written anew from what was understood; empty for none
 * @param subsets by service
 */
public record Overrides(String header, Map<ServiceName, Subset> subsets) {

    /** Nothing is overridden. */
    public static final Overrides NONE = new Overrides("", Map.of());

    private static final int MAX_LENGTH = 1_024;
    private static final int MAX_SERVICES = 16;

    public Overrides {
        subsets = Map.copyOf(subsets);
    }

    /** Reads the header's value; null if it is none that can be understood: {@code service=version}, separated by commas. */
    public static @Nullable Overrides parse(String header) {
        if (header.length() > MAX_LENGTH) {
            return null;
        }
        Map<ServiceName, Subset> subsets = new LinkedHashMap<>();
        for (String part : header.split(",", MAX_SERVICES + 1)) {
            int equals = part.indexOf('=');
            String service = equals < 0 ? "" : part.substring(0, equals).strip();
            String version = part.substring(equals + 1).strip();
            if (!ServiceName.isValid(service) || !SafeText.isToken(version) || subsets.size() == MAX_SERVICES) {
                return null;
            }
            subsets.put(ServiceName.of(service), Subset.version(version));
        }
        return new Overrides(written(subsets), subsets);
    }

    /** Not as it came: what surrounds a name, or looks like one of its letters, must not travel on. */
    private static String written(Map<ServiceName, Subset> subsets) {
        return subsets.entrySet().stream()
                .map(override ->
                        override.getKey() + "=" + override.getValue().labels().get("version"))
                .collect(Collectors.joining(","));
    }

    /** The part of the service that calls to it go to, or null where the rules decide. */
    public @Nullable Subset of(ServiceName service) {
        return subsets.isEmpty() ? null : subsets.get(service);
    }

    public boolean isEmpty() {
        return subsets.isEmpty();
    }
}
