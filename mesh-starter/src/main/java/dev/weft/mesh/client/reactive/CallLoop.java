package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Step;
import dev.weft.mesh.engine.Verdict;
import dev.weft.mesh.model.Outcome;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Does for one call what the engine says, until there is a response for the caller or the call has failed. */
final class CallLoop<R extends Reply> {

    private final OutgoingCall outgoing;
    private final Call call;
    private final Sender<R> sender;
    private final Scheduler scheduler;
    private final LongSupplier clock;

    private volatile @Nullable Throwable cause;
    private volatile @Nullable R reply;
    private volatile boolean cancelled;

    CallLoop(OutgoingCall outgoing, Sender<R> sender, Scheduler scheduler, LongSupplier clock) {
        this.outgoing = outgoing;
        this.call = outgoing.call();
        this.sender = sender;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** To be subscribed once. */
    Mono<R> run() {
        // The call is over when it has failed, unless something failed that had no business to.
        return Mono.defer(this::step).doOnCancel(this::cancel).doOnError(error -> cancel());
    }

    private Mono<R> step() {
        Step step = call.next(clock.getAsLong());
        if (step instanceof Attempt attempt) {
            return sender.send(attempt)
                    .flatMap(answer -> answered(attempt, answer))
                    .onErrorResume(AttemptException.class, this::failed);
        }
        if (step instanceof Step.Wait wait) {
            return Mono.delay(Duration.ofNanos(wait.nanos()), scheduler).then(Mono.defer(this::step));
        }
        if (cancelled) {
            // Nobody is there to be told.
            return Mono.never();
        }
        if (step instanceof Step.Answer answer) {
            return Mono.error(new LocalAnswer(answer, call));
        }
        return Mono.error(outgoing.failed(((Step.Fail) step).failure(), cause));
    }

    private Mono<R> answered(Attempt attempt, R answer) {
        // Known before the engine decides, so that a cancellation at any moment finds something to close.
        reply = answer;
        if (call.head(attempt, answer.status(), answer.headers(), clock.getAsLong()) == Verdict.DELIVER) {
            outgoing.delivered(answer.headers());
            call.editResponse(answer.fields());
            return Mono.just(answer);
        }
        answer.drop();
        reply = null;
        return step();
    }

    private Mono<R> failed(AttemptException error) {
        Throwable why = error.getCause();
        cause = why;
        // What went wrong at the caller's own side is told as it is: no endpoint had a part in it.
        return error.outcome() == Outcome.CALLER_FAILED && why != null ? Mono.error(why) : step();
    }

    private void cancel() {
        R answer = reply;
        if (answer != null && answer.isTaken()) {
            return;
        }
        cancelled = true;
        call.cancel(clock.getAsLong());
        if (answer != null) {
            answer.drop();
        }
    }
}
