package dev.weft.bench.fleet;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Where a process listens.
 *
 * @param address by which others reach it
 * @param port that nobody else listens on there
 * @param entrance what its command begins with, so that it runs there; nothing on loopback
 */
public record Place(String address, int port, List<String> entrance) {

    public Place {
        entrance = List.copyOf(entrance);
    }

    /** On this machine, where nobody else reaches it, at a free port. */
    public static Place onLoopback() {
        return onLoopback(Fleet.freePort());
    }

    /** On this machine, where nobody else reaches it. */
    public static Place onLoopback(int port) {
        return new Place("127.0.0.1", port, List.of());
    }

    /** A URL of it, for a path that begins with a slash. */
    public URI uri(String path) {
        return URI.create("http://" + address + ":" + port + path);
    }

    /** What an instance is told so that it listens here, and is found here through its registry. */
    Map<String, String> properties() {
        return Map.of(
                "server.address", address,
                "eureka.instance.ip-address", address,
                "eureka.instance.hostname", address);
    }
}
