package dev.weft.mesh.sim;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.Failure;
import dev.weft.mesh.engine.HealthCheck;
import dev.weft.mesh.engine.HealthChecks;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.engine.Step;
import dev.weft.mesh.engine.Verdict;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process that calls the service: an engine, the loop that an adapter has, and an open load that waits for nothing. */
final class Client {

    private final Simulation simulation;
    private final ServiceName callee;
    private final SplittableRandom random;
    private final Engine engine;
    private final CountingGuards guards = new CountingGuards();
    private final List<Result> results = new ArrayList<>();
    private long attempts;

    Client(
            Simulation simulation,
            FakeDirectory directory,
            ServiceName caller,
            ServiceName callee,
            @Nullable String zone,
            String instance,
            ServiceRules rules,
            SplittableRandom random) {
        this.simulation = simulation;
        this.callee = callee;
        this.random = random;
        this.engine = new Engine(
                new EngineParts(caller, zone, instance, directory, service -> rules, guards, MeshMeters.NONE, random),
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

    /** Carries out the health checks that the engine wants, from now on. */
    Client checkHealth() {
        simulation.after(HealthChecks.TICK_NANOS, () -> {
            engine.healthChecks().due(simulation.now()).forEach(this::check);
            checkHealth();
        });
        return this;
    }

    private void check(HealthCheck check) {
        Peer peer = simulation.peer(check.endpoint());
        Reply reply = peer.behaviour().reply(random);
        simulation.after(
                reply.afterNanos(),
                () -> peer.reply(() -> {
                    if (reply instanceof Reply.Answer answer) {
                        check.answered(answer.status(), simulation.now());
                    } else {
                        check.failed(simulation.now());
                    }
                }));
        simulation.after(check.timeoutNanos(), () -> check.failed(simulation.now()));
    }

    void call(CallRequest request) {
        call(request, result -> {});
    }

    /** Calls for somebody who waits for the result. */
    void call(CallRequest request, Consumer<Result> then) {
        go(engine.begin(request, simulation.now()), then);
    }

    private void go(Call call, Consumer<Result> then) {
        Step step = call.next(simulation.now());
        if (step instanceof Attempt attempt) {
            send(call, attempt, then);
        } else if (step instanceof Step.Wait wait) {
            simulation.after(wait.nanos(), () -> go(call, then));
        } else if (step instanceof Step.Fail fail) {
            over(call, 0, fail.failure().reason(), then);
        }
    }

    private void send(Call call, Attempt attempt, Consumer<Result> then) {
        attempts++;
        Peer peer = simulation.peer(attempt.endpoint());
        long limit = attempt.headTimeoutNanos();
        peer.arrived(this, simulation.now());
        peer.serve(
                new Peer.Request(call.method(), deadline(call, attempt)),
                random,
                reply -> peer.reply(() -> replied(call, attempt, peer, reply, then)));
        if (limit != Call.UNLIMITED) {
            simulation.after(limit, () -> ended(call, attempt, peer, Outcome.TIMEOUT, then));
        }
    }

    private @Nullable Deadline deadline(Call call, Attempt attempt) {
        long announced = call.announcedTimeoutNanos(attempt, attempt.headTimeoutNanos());
        return announced == Call.UNLIMITED ? null : Deadline.after(announced, simulation.now());
    }

    private void replied(Call call, Attempt attempt, Peer peer, Reply reply, Consumer<Result> then) {
        if (attempt.outcome() != null) {
            return;
        }
        if (reply instanceof Reply.Answer answer) {
            Verdict verdict = call.head(attempt, answer.status(), answer.headers()::get, simulation.now());
            peer.left(this);
            if (verdict == Verdict.DELIVER) {
                call.ended(attempt, Outcome.COMPLETED, simulation.now());
                over(call, answer.status(), null, then);
            } else {
                go(call, then);
            }
        } else if (reply instanceof Reply.Broken broken) {
            ended(call, attempt, peer, broken.outcome(), then);
        }
    }

    private void ended(Call call, Attempt attempt, Peer peer, Outcome outcome, Consumer<Result> then) {
        if (attempt.outcome() == null && attempt.status() == 0) {
            peer.left(this);
            call.ended(attempt, outcome, simulation.now());
            go(call, then);
        }
    }

    private void over(Call call, int status, Failure.@Nullable Reason reason, Consumer<Result> then) {
        Result result =
                new Result(call.method(), call.startedNanos(), call.tookNanos(), status, reason, call.isSpent());
        results.add(result);
        then.accept(result);
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
        return engine.destination(callee);
    }

    /** Whether this client leaves the peer alone. */
    boolean hasEjected(Peer peer) {
        return destination().states().stream()
                .anyMatch(state -> state.endpoint().equals(peer.endpoint())
                        && state.outlier().ejection() != null);
    }

    CountingGuards guards() {
        return guards;
    }

    /**
     * What a caller got.
     *
     * @param spent whether retries were spent on it, here or below
     */
    record Result(
            String method,
            long startedNanos,
            long tookNanos,
            int status,
            Failure.@Nullable Reason reason,
            boolean spent) {

        boolean isFailure() {
            return reason != null || status >= 500;
        }
    }
}
