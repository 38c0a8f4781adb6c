package dev.weft.mesh.telemetry;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Failure;
import dev.weft.mesh.model.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The timers of calls and attempts at the endpoints of one version in one zone. Each is made when it is first needed and
 * found again by its number: nothing is looked up by tags while calls are under way.
 */
final class CallTimers {

    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final Failure.Reason[] FAILURES = Failure.Reason.values();

    /** The rules themselves have answered: by an abort, by a redirect. */
    private static final int BY_RULE = OUTCOMES.length + FAILURES.length;

    private final MeterRegistry registry;
    private final Tags tags;
    private final AtomicReferenceArray<@Nullable Timer> calls =
            new AtomicReferenceArray<>((BY_RULE + 1) * StatusClass.COUNT);
    private final AtomicReferenceArray<@Nullable Timer> attempts =
            new AtomicReferenceArray<>(AttemptReason.COUNT * OUTCOMES.length * StatusClass.COUNT);

    CallTimers(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    /** The caller's view: how long, and what came of it after all attempts. */
    void callEnded(Call call) {
        int status = StatusClass.index(status(call));
        int outcome = outcome(call);
        int index = outcome * StatusClass.COUNT + status;
        Timer timer = calls.get(index);
        if (timer == null) {
            timer = Timer.builder("mesh.client.requests")
                    .description("Calls as their callers saw them, retries and pauses included")
                    .tags(tags)
                    .tag("outcome", label(outcome))
                    .tag("status", StatusClass.name(status))
                    .register(registry);
            calls.set(index, timer);
        }
        timer.record(call.tookNanos(), TimeUnit.NANOSECONDS);
    }

    private static int status(Call call) {
        Attempt latest = call.latest();
        if (call.answered() != 0) {
            return call.answered();
        }
        return call.failure() != null || latest == null ? 0 : latest.status();
    }

    private static int outcome(Call call) {
        Failure failure = call.failure();
        if (call.answered() != 0) {
            return BY_RULE;
        }
        return failure == null
                ? ordinal(call.latest())
                : OUTCOMES.length + failure.reason().ordinal();
    }

    private static String label(int outcome) {
        if (outcome == BY_RULE) {
            return "by-rule";
        }
        return ServiceMeters.label(outcome < OUTCOMES.length ? OUTCOMES[outcome] : FAILURES[outcome - OUTCOMES.length]);
    }

    /** The endpoint's view: how long until it answered or failed, and why it was asked at all. */
    void attemptEnded(Attempt attempt) {
        int status = StatusClass.index(attempt.status());
        int outcome = ordinal(attempt);
        int reason = AttemptReason.index(attempt);
        int index = (reason * OUTCOMES.length + outcome) * StatusClass.COUNT + status;
        Timer timer = attempts.get(index);
        if (timer == null) {
            timer = Timer.builder("mesh.client.attempts")
                    .description("Attempts, from their start to the head of the response")
                    .tags(tags)
                    .tag("outcome", ServiceMeters.label(OUTCOMES[outcome]))
                    .tag("status", StatusClass.name(status))
                    .tag("reason", AttemptReason.label(reason))
                    .register(registry);
            attempts.set(index, timer);
        }
        timer.record(attempt.tookNanos(), TimeUnit.NANOSECONDS);
    }

    private static int ordinal(@Nullable Attempt attempt) {
        Outcome outcome = attempt == null ? null : attempt.outcome();
        return (outcome == null ? Outcome.CANCELLED : outcome).ordinal();
    }
}
