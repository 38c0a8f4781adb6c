package dev.weft.mesh.sim;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.Failure;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.engine.Step;
import dev.weft.mesh.engine.Verdict;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process that calls the service: an engine, the loop that an adapter has, and an open load that waits for nothing. */
final class Client {

    private final Simulation simulation;
    private final SplittableRandom random;
    private final Engine engine;
    private final CountingGuards guards = new CountingGuards();
    private final List<Result> results = new ArrayList<>();
    private long attempts;

    Client(
            Simulation simulation,
            FakeDirectory directory,
            @Nullable String zone,
            String instance,
            ServiceRules rules,
            SplittableRandom random) {
        this.simulation = simulation;
        this.random = random;
        this.engine = new Engine(
                new EngineParts(
                        Mesh.SELF, zone, instance, directory, service -> rules, guards, MeshMeters.NONE, random),
                simulation::now);
    }

    /** Calls at random moments, so many a second on average, whatever becomes of the calls before. */
    Client load(double perSecond, Supplier<CallRequest> request, Duration from, Duration to) {
        simulation.at(from, () -> next(perSecond, request, to.toNanos()));
        return this;
    }

    private void next(double perSecond, Supplier<CallRequest> request, long end) {
        if (simulation.now() >= end) {
            return;
        }
        call(request.get());
        long pause = (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
        simulation.after(pause, () -> next(perSecond, request, end));
    }

    void call(CallRequest request) {
        go(engine.begin(request, simulation.now()));
    }

    private void go(Call call) {
        Step step = call.next(simulation.now());
        if (step instanceof Attempt attempt) {
            send(call, attempt);
        } else if (step instanceof Step.Wait wait) {
            simulation.after(wait.nanos(), () -> go(call));
        } else if (step instanceof Step.Fail fail) {
            over(call, 0, fail.failure().reason());
        }
    }

    private void send(Call call, Attempt attempt) {
        attempts++;
        Peer peer = simulation.peer(attempt.endpoint());
        Reply reply = peer.behaviour().reply(random);
        peer.arrived(this, simulation.now());
        simulation.after(reply.afterNanos(), () -> peer.reply(() -> replied(call, attempt, peer, reply)));
        if (attempt.headTimeoutNanos() != Call.UNLIMITED) {
            simulation.after(attempt.headTimeoutNanos(), () -> ended(call, attempt, peer, Outcome.TIMEOUT));
        }
    }

    private void replied(Call call, Attempt attempt, Peer peer, Reply reply) {
        if (attempt.outcome() != null) {
            return;
        }
        if (reply instanceof Reply.Answer answer) {
            Verdict verdict = call.head(attempt, answer.status(), answer.headers()::get, simulation.now());
            peer.left(this);
            if (verdict == Verdict.DELIVER) {
                call.ended(attempt, Outcome.COMPLETED, simulation.now());
                over(call, answer.status(), null);
            } else {
                go(call);
            }
        } else if (reply instanceof Reply.Broken broken) {
            ended(call, attempt, peer, broken.outcome());
        }
    }

    private void ended(Call call, Attempt attempt, Peer peer, Outcome outcome) {
        if (attempt.outcome() == null && attempt.status() == 0) {
            peer.left(this);
            call.ended(attempt, outcome, simulation.now());
            go(call);
        }
    }

    private void over(Call call, int status, Failure.@Nullable Reason reason) {
        results.add(new Result(call.method(), call.startedNanos(), call.tookNanos(), status, reason));
    }

    /** Attempts sent so far. */
    long attempts() {
        return attempts;
    }

    /** Calls that are over. */
    List<Result> results() {
        return results;
    }

    long failures() {
        return results.stream().filter(Result::isFailure).count();
    }

    Destination destination() {
        return engine.destination(Simulation.SERVICE);
    }

    CountingGuards guards() {
        return guards;
    }

    /** What a caller got. */
    record Result(String method, long startedNanos, long tookNanos, int status, Failure.@Nullable Reason reason) {

        boolean isFailure() {
            return reason != null || status >= 500;
        }
    }
}
