package dev.weft.mesh.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A Kubernetes object within a text.
 *
 * @param value all of it
 * @param apiVersion group and version of its kind
 * @param kind of object
 */
record Manifest(Value value, String apiVersion, String kind) {

    private static final String GROUP = "gateway.networking.k8s.io/";
    private static final Set<String> LISTS = Set.of("List", "HTTPRouteList");
    private static final Set<String> RULES = Set.of("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute");
    private static final String NEVER = "~";

    /** The objects of a document, which may be a list of them. */
    static List<Manifest> of(Value document) {
        List<Manifest> manifests = new ArrayList<>();
        add(document, manifests);
        return manifests;
    }

    /** Whether a document is one of Kubernetes. */
    static boolean isOne(Value document) {
        return document.isMapping()
                && (document.entries().containsKey("apiVersion")
                        || document.entries().containsKey("kind"));
    }

    private static void add(Value value, List<Manifest> manifests) {
        Manifest manifest = new Manifest(
                value, value.get("apiVersion").text(), value.get("kind").text());
        if (LISTS.contains(manifest.kind)) {
            value.get("items").items(Documents.MAX_VALUES).forEach(item -> add(item, manifests));
        } else {
            manifest.checkKnown();
            manifests.add(manifest);
        }
    }

    /** Whoever writes rules in a form that isn't read here must not believe them in force. */
    private void checkKnown() {
        if (RULES.contains(kind) && !isHttpRoute()) {
            throw value.get("kind").refuse(kind + " of " + Shown.quoted(apiVersion), "HTTPRoute of " + GROUP + "v1");
        }
    }

    boolean isHttpRoute() {
        return kind.equals("HTTPRoute") && apiVersion.equals(GROUP + "v1");
    }

    boolean isGateway() {
        return kind.equals("Gateway") && apiVersion.startsWith(GROUP);
    }

    String name() {
        return metadata().get("name").text();
    }

    /** The namespace, or nothing where the text leaves it to whoever applies it. */
    String namespace() {
        return metadata().textOr("namespace", "");
    }

    Precedence precedence() {
        return new Precedence(metadata().textOr("creationTimestamp", NEVER), namespace() + "/" + name());
    }

    private Value metadata() {
        return value.get("metadata");
    }

    Value spec() {
        return value.get("spec");
    }
}
