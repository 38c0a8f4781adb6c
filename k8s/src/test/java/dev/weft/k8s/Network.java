package dev.weft.k8s;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What pods of a test have in place of a cluster's network: an address each, which nobody outside reaches, and a bridge that
 * joins them. The node, whose kubelet asks them, is at the bridge.
 */
final class Network implements AutoCloseable {

    private static final String ADDRESSES = "10.78.0.";
    private static final int NODE = 1;

    private final String name;
    private final Map<String, Seat> seats = new LinkedHashMap<>();

    /**
     * Where a pod is.
     *
     * @param namespace as {@code ip netns} knows it
     */
    record Seat(String namespace, String address) {

        String path() {
            return "/run/netns/" + namespace;
        }
    }

    private Network(String name) {
        this.name = name;
    }

    static Network open() {
        Network network = new Network("weft-pods-" + ProcessHandle.current().pid());
        ip("netns", "add", network.name);
        ip("-netns", network.name, "link", "add", "pods", "type", "bridge");
        network.up(network.name, "pods", ADDRESSES + NODE);
        return network;
    }

    /** Makes a place for a pod. */
    Seat join(String podName) {
        int number = NODE + 1 + seats.size();
        Seat seat = new Seat(name + "-" + number, ADDRESSES + number);
        String port = "pod" + number;
        ip("netns", "add", seat.namespace());
        seats.put(podName, seat);
        ip("-netns", name, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", seat.namespace());
        ip("-netns", name, "link", "set", port, "master", "pods", "up");
        ip("-netns", seat.namespace(), "link", "set", "lo", "up");
        up(seat.namespace(), "eth0", seat.address());
        return seat;
    }

    private void up(String namespace, String device, String address) {
        ip("-netns", namespace, "address", "add", address + "/24", "dev", device);
        ip("-netns", namespace, "link", "set", device, "up");
    }

    /** The file by which pods know names: their own, and that of the registry, if it is there already. */
    List<String> hosts(String podName) {
        List<String> hosts = new ArrayList<>(List.of("127.0.0.1 localhost"));
        seats.forEach((pod, seat) -> {
            if (pod.equals(podName)) {
                hosts.add(seat.address() + " " + pod);
            }
            if (pod.equals(Workload.REGISTRY + "-0")) {
                hosts.add(seat.address() + " " + pod + "." + Workload.REGISTRY + ".weft.svc.cluster.local");
            }
        });
        return hosts;
    }

    /** How a program is begun on the node. */
    List<String> onNode(String... line) {
        List<String> there = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + name));
        there.addAll(List.of(line));
        return there;
    }

    private static void ip(String... line) {
        List<String> whole = new ArrayList<>(List.of("ip"));
        whole.addAll(List.of(line));
        Command.run(whole.toArray(new String[0])).orThrow();
    }

    @Override
    public void close() {
        seats.values().forEach(seat -> ip("netns", "delete", seat.namespace()));
        ip("netns", "delete", name);
    }
}
