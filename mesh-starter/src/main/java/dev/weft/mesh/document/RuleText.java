package dev.weft.mesh.document;

import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text of rules, taken apart: what it says of services in the shape of {@code mesh.services}, and its Kubernetes
 * objects. Both may stand in one text, in documents of their own.
 */
record RuleText(Map<ServiceName, Value> services, List<Manifest> manifests) {

    /** How many services one text may speak of. */
    static final int MAX_SERVICES = 1_024;

    private static final String SHAPE = "mesh.services";

    /**
     * Takes a text apart.
     *
     * @param source where the text comes from, for messages
     * @throws InvalidDocumentException if it can't be read, or it isn't clear of which service it speaks
     */
    static RuleText read(String source, String text) {
        Map<ServiceName, Value> services = new LinkedHashMap<>();
        List<Manifest> manifests = new ArrayList<>();
        for (Value document : Documents.read(source, text)) {
            if (Manifest.isOne(document)) {
                manifests.addAll(Manifest.of(document));
            } else {
                addServices(document.only("mesh", "services", SHAPE), services);
            }
        }
        return new RuleText(services, manifests);
    }

    private static void addServices(Value document, Map<ServiceName, Value> services) {
        Value mesh = document.find("mesh");
        if (mesh != null) {
            addNamed(mesh.only("services").find("services"), services);
        }
        addNamed(document.find("services"), services);
        addNamed(document.find(SHAPE), services);
    }

    private static void addNamed(@Nullable Value named, Map<ServiceName, Value> services) {
        if (named == null) {
            return;
        }
        Map<String, Value> entries = named.entries();
        if (services.size() + entries.size() > MAX_SERVICES) {
            throw named.refuse(
                    services.size() + entries.size() + " services", "at most " + MAX_SERVICES + " in one text");
        }
        entries.forEach((key, rules) -> {
            ServiceName service = named.make(() -> ServiceName.of(PropertyTree.unbracketed(key)));
            if (services.putIfAbsent(service, rules) != null) {
                throw named.refuseKey(key, "a second time in this text", "each service once");
            }
        });
    }
}
