package dev.weft.mesh.sim;

import dev.weft.mesh.model.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An endpoint in the simulation: how it behaves, and what reached it. */
final class Peer {

    private final Endpoint endpoint;
    private final List<Long> arrivals = new ArrayList<>();
    private final Map<Client, Integer> waiting = new HashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private Behaviour behaviour;
    private boolean stopped;
    private int mostWaiting;

    Peer(Endpoint endpoint, Behaviour behaviour) {
        this.endpoint = endpoint;
        this.behaviour = behaviour;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    void behave(Behaviour newBehaviour) {
        behaviour = newBehaviour;
    }

    /** Like SIGSTOP: connections are still accepted, by the kernel, and nothing is ever answered. */
    void stop() {
        stopped = true;
        mostWaiting = 0;
    }

    void resume() {
        stopped = false;
        List<Runnable> replies = List.copyOf(held);
        held.clear();
        replies.forEach(Runnable::run);
    }

    /** The reply is ready: it goes out now, or when the process runs again. */
    void reply(Runnable reply) {
        if (stopped) {
            held.add(reply);
        } else {
            reply.run();
        }
    }

    void arrived(Client client, long nanos) {
        arrivals.add(nanos);
        mostWaiting = Math.max(mostWaiting, waiting.merge(client, 1, Integer::sum));
    }

    void left(Client client) {
        waiting.merge(client, -1, Integer::sum);
    }

    /** Whether a request of this client has ever come. */
    boolean knows(Client client) {
        return waiting.containsKey(client);
    }

    /** The most requests of one client that waited here at once since the last stop. */
    int mostWaiting() {
        return mostWaiting;
    }

    /** Requests that reached it in this time. */
    long arrivals(Duration from, Duration to) {
        return arrivals.stream()
                .filter(at -> at >= from.toNanos() && at < to.toNanos())
                .count();
    }
}
