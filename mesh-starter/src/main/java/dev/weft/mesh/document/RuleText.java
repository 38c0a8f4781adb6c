package dev.weft.mesh.document;

import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text of rules, taken apart: what it says of services in the shape of {@code mesh.services}, of hosts outside in that of
 * {@code mesh.egress}, and its Kubernetes objects. All may stand in one text, in documents of their own.
 *
 * @param egress or null if nothing is said of it
 */
record RuleText(Map<ServiceName, Value> services, @Nullable Value egress, List<Manifest> manifests) {

    /** How many services one text may speak of. */
    static final int MAX_SERVICES = 1_024;

    private static final String SERVICES = "mesh.services";
    private static final String EGRESS = "mesh.egress";

    /**
     * Takes a text apart.
     *
     * @param source where the text comes from, for messages
     * @throws InvalidDocumentException if it can't be read, or it isn't clear of what it speaks
     */
    static RuleText read(String source, String text) {
        Map<ServiceName, Value> services = new LinkedHashMap<>();
        List<Value> egress = new ArrayList<>();
        List<Manifest> manifests = new ArrayList<>();
        for (Value document : Documents.read(source, text)) {
            if (Manifest.isOne(document)) {
                manifests.addAll(Manifest.of(document));
            } else {
                add(document.only("mesh", "services", SERVICES, EGRESS), services, egress);
            }
        }
        return new RuleText(services, egress.isEmpty() ? null : egress.get(0), manifests);
    }

    private static void add(Value document, Map<ServiceName, Value> services, List<Value> egress) {
        Value mesh = document.find("mesh");
        if (mesh != null) {
            addNamed(mesh.only("services", "egress").find("services"), services);
            addOnly(mesh.find("egress"), egress);
        }
        addNamed(document.find("services"), services);
        addNamed(document.find(SERVICES), services);
        addOnly(document.find(EGRESS), egress);
    }

    private static void addOnly(@Nullable Value value, List<Value> egress) {
        if (value != null) {
            if (!egress.isEmpty()) {
                throw value.refuse("a second time in this text", "egress once");
            }
            egress.add(value);
        }
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
