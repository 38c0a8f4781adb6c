package dev.weft.mesh.client;

import dev.weft.mesh.engine.HealthCheck;

/** Carries out the health checks that the engine wants, from its start until it is closed. */
public interface HealthProber extends AutoCloseable {

    /** Whom an endpoint takes a check to be from. */
    String USER_AGENT = "weft-health-check";

    /** The host that a check names: the service, as its calls do. */
    static String authority(HealthCheck check) {
        return check.service().value();
    }

    @Override
    void close();
}
