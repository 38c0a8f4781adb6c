package dev.weft.registry.security;

import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.security.web.SecurityFilterChain;

/** Whom the registry can be reached by, and what is let go because of it. */
final class Exposure {

    private static final Logger LOG = LoggerFactory.getLogger(Exposure.class);

    private final boolean trusting;

    /** Refuses what is only safe where nobody else can reach it, and warns of what may not be. */
    Exposure(boolean open, boolean anybodyJoins, Environment environment) {
        InetAddress address = environment.getProperty("server.address", InetAddress.class);
        boolean loopback = address != null && address.isLoopbackAddress();
        this.trusting = loopback && (open || anybodyJoins);
        if (open && !loopback) {
            throw new IllegalStateException("registry.open: true where the registry listens on "
                    + (address == null ? "every address" : address.getHostAddress())
                    + " (expected: server.address=127.0.0.1 with it, or a login for readers without it)");
        }
        if (anybodyJoins && !loopback) {
            LOG.warn("Everybody who reaches this registry can register as any service: set registry.join-secret,"
                    + " and give it to instances as http://mesh:<secret>@<host>:<port>/eureka/");
        }
    }

    /** Whether it lets in, without a password, whoever is on this machine, and nobody else. */
    boolean trustsThisMachine() {
        return trusting;
    }

    /** Refuses beans that have a chain's name and are none: the registry's chain has made way, and nothing is in its place. */
    static void requireChains(BeanFactory beans, String... names) {
        for (String name : names) {
            if (!beans.isTypeMatch(name, SecurityFilterChain.class)) {
                throw new IllegalStateException(
                        "bean " + name + ": " + beans.getType(name)
                                + " (expected: a SecurityFilterChain, which takes the place of the registry's, or another name)");
            }
        }
    }
}
