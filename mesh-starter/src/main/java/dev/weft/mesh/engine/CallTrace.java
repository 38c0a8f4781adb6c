package dev.weft.mesh.engine;

import dev.weft.mesh.balance.Pick;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a call was decided: the decision trace that exceptions carry and {@code /actuator/mesh} shows.
 *
 * @param service whom the caller called
 * @param destination the part of the service that the rules chose ({@code version=v1}), empty for all of it
 * @param method in capitals
 * @param path raw path, without query; cut after 256 characters. Not told of calls to hosts outside, which give it away as a
 *     secret: to their webhooks, for instance
 * @param startedNanos when it began, on the monotonic clock
 * @param tookNanos how long it took; 0 while it is under way
 * @param result "ok", a status, or the reason of the failure
 * @param attempts what was tried, in order
 */
public record CallTrace(
        String service,
        String destination,
        String method,
        String path,
        long startedNanos,
        long tookNanos,
        String result,
        List<Try> attempts) {

    private static final int MAX_PATH = 256;

    public CallTrace {
        attempts = List.copyOf(attempts);
    }

    /**
     * One attempt.
     *
     * @param number 1 for the first
     * @param endpoint instance id
     * @param address host and port
     * @param zone where it runs, or null
     * @param version what it runs, or null
     * @param why how it was chosen
     * @param cost what it cost when it was chosen, in nanoseconds; 0 where cost did not decide
     * @param other the endpoint that it was compared with, or null
     * @param otherCost what that one cost
     * @param status of the response, or 0 if there was none
     * @param outcome how it ended, or null while it runs
     * @param tookNanos to the response's head, or to its end if there was none
     */
    public record Try(
            int number,
            String endpoint,
            String address,
            @Nullable String zone,
            @Nullable String version,
            String why,
            double cost,
            @Nullable String other,
            double otherCost,
            int status,
            @Nullable Outcome outcome,
            long tookNanos) {

        static Try of(Attempt attempt) {
            Endpoint endpoint = attempt.endpoint();
            Pick pick = attempt.pick();
            return new Try(
                    attempt.number(),
                    endpoint.id(),
                    endpoint.address(),
                    endpoint.zone(),
                    endpoint.version(),
                    pick.why().words(),
                    pick.cost(),
                    pick.other() == null ? null : pick.other().endpoint().id(),
                    pick.otherCost(),
                    attempt.status(),
                    attempt.outcome(),
                    attempt.tookNanos());
        }
    }

    static CallTrace of(Call call) {
        List<Try> attempts = new ArrayList<>();
        for (Attempt attempt = call.latest(); attempt != null; attempt = attempt.previous()) {
            attempts.add(Try.of(attempt));
        }
        Collections.reverse(attempts);
        return new CallTrace(
                call.service().value(),
                Words.destination(call.leg()),
                call.method(),
                path(call),
                call.startedNanos(),
                call.tookNanos(),
                result(call),
                attempts);
    }

    private static String path(Call call) {
        String path = call.path();
        if (call.service().isOutside() || call.callee().isOutside()) {
            return path.equals("/") ? path : "/...";
        }
        return path.length() <= MAX_PATH ? path : path.substring(0, MAX_PATH) + "...";
    }

    private static String result(Call call) {
        if (call.answered() != 0) {
            return Words.answered(call.answered(), call.trouble());
        }
        return Words.after(untroubled(call), call.trouble());
    }

    private static String untroubled(Call call) {
        Failure failure = call.failure();
        if (failure != null) {
            return failure.reason().words();
        }
        Attempt latest = call.latest();
        if (latest == null || latest.status() == 0) {
            return "under way";
        }
        Outcome outcome = latest.outcome();
        return outcome != null && outcome.failed() ? latest.status() + ", " + outcome.words() : "" + latest.status();
    }
}
