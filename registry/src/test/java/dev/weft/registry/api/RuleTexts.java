package dev.weft.registry.api;

/** Documents to store. */
final class RuleTexts {

    private RuleTexts() {}

    /** So much of all requests to v1, the rest to v2. */
    static String split(String service, int v1, int v2) {
        return """
                services:
                  %s:
                    routes:
                      - to:
                          - { version: v1, weight: %d }
                          - { version: v2, weight: %d }
                """.formatted(service, v1, v2);
    }

    /** The same as a Kubernetes HTTPRoute, whose backends are services. */
    static String httpRoute(String service, int v1, int v2) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: { name: example }
                spec:
                  parentRefs:
                    - { group: "", kind: Service, name: %s }
                  rules:
                    - backendRefs:
                        - { name: petdetails-v1, port: 80, weight: %d }
                        - { name: petdetails-v2, port: 80, weight: %d }
                """.formatted(service, v1, v2);
    }
}
