package dev.weft.k8s;

/**
 * What all pods of a test share in place of a cluster's network: addresses of this machine that nobody outside reaches.
 *
 * @param name as {@code ip netns} knows it
 */
record Network(String name) implements AutoCloseable {

    static Network open() {
        Network network = new Network("weft-pods-" + ProcessHandle.current().pid());
        Command.run("ip", "netns", "add", network.name()).orThrow();
        Command.run("ip", "-netns", network.name(), "link", "set", "lo", "up").orThrow();
        return network;
    }

    String path() {
        return "/run/netns/" + name;
    }

    @Override
    public void close() {
        Command.run("ip", "netns", "delete", name).orThrow();
    }
}
