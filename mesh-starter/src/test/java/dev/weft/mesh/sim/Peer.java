package dev.weft.mesh.sim;

import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An endpoint in the simulation: how it behaves, and what reached it. */
final class Peer {

    private final Simulation simulation;
    private final Endpoint endpoint;
    private final List<Long> arrivals = new ArrayList<>();
    private final Map<Client, Integer> waiting = new HashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private Behaviour behaviour;
    private @Nullable Relay relay;
    private int workers = Integer.MAX_VALUE;
    private int working;
    private boolean stopped;
    private boolean dead;
    private int mostWaiting;

    Peer(Simulation simulation, Endpoint endpoint, Behaviour behaviour) {
        this.simulation = simulation;
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

    /** It calls on, after its own work, and answers what comes of that. */
    Peer relay(Relay newRelay) {
        relay = newRelay;
        return this;
    }

    /** It works at so many requests at once; the others wait in a queue. */
    Peer workers(int most) {
        workers = most;
        return this;
    }

    /** Does what is asked, whether or not anybody still waits for it. */
    void serve(Request request, SplittableRandom random, Consumer<Reply> reply) {
        Reply own = behaviour.reply(random);
        if (own instanceof Reply.Broken) {
            simulation.after(own.afterNanos(), () -> reply.accept(own));
        } else if (working < workers) {
            work(request, own, reply);
        } else {
            queue.add(() -> work(request, own, reply));
        }
    }

    private void work(Request request, Reply own, Consumer<Reply> reply) {
        working++;
        Consumer<Reply> done = answer -> {
            working--;
            reply.accept(answer);
            if (working < workers && !queue.isEmpty()) {
                queue.remove().run();
            }
        };
        if (request.isLate(simulation.now())) {
            // What has waited too long in the queue is not begun.
            done.accept(new Reply.Answer(504, Map.of(), 0));
        } else if (relay == null || own instanceof Reply.Answer answer && answer.status() != 200) {
            simulation.after(own.afterNanos(), () -> done.accept(dead ? new Reply.Broken(Outcome.RESET, 0) : own));
        } else {
            Relay next = relay;
            simulation.after(own.afterNanos(), () -> next.serve(request, done));
        }
    }

    /** Like SIGKILL: what is under way is lost, and nobody listens any more. */
    void kill() {
        dead = true;
        behaviour = Behaviour.refuses();
    }

    /** Another process listens at its address. */
    void restart(Behaviour newBehaviour) {
        dead = false;
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

    /** Counts what waits at once from now on. */
    void countAnew() {
        mostWaiting =
                waiting.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** The most requests of one client that waited here at once since the last stop, or since it was counted anew. */
    int mostWaiting() {
        return mostWaiting;
    }

    /** Requests that reached it in this time. */
    long arrivals(Duration from, Duration to) {
        return arrivals.stream()
                .filter(at -> at >= from.toNanos() && at < to.toNanos())
                .count();
    }

    /**
     * What is asked.
     *
     * @param deadline by when, or null
     */
    record Request(String method, @Nullable Deadline deadline) {

        boolean isLate(long nanos) {
            return deadline != null && deadline.passed(nanos);
        }
    }
}
