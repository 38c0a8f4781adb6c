package dev.weft.bench.membership;

import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.load.Pace;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/**
 * What happens in a fleet, at a steady rate: instances join, and leave two seconds later; people change rules. Every fifth
 * change is of the service that everybody watches.
 */
final class Changes {

    private static final long STEP_NANOS = 100_000_000;
    private static final int STAY_STEPS = 20;
    private static final int RULES_EVERY_STEPS = 10;
    private static final int COMMON_EVERY = 5;
    private static final int LEAST_TIMEOUT_MILLIS = 1_000;

    private final Fleet fleet;
    private final Population population;
    private final String authorization;
    private final Watch.Tally tally;
    private final int[] watchers;
    private final Map<Integer, String> tags = new HashMap<>();

    /**
     * @param authorization of who may change rules
     * @param watchers how many watch each service
     */
    Changes(Fleet fleet, Population population, String authorization, Watch.Tally tally, int[] watchers) {
        this.fleet = fleet;
        this.population = population;
        this.authorization = authorization;
        this.tally = tally;
        this.watchers = watchers.clone();
    }

    /** Ten steps a second: in each one instance joins, one leaves, and in each tenth a service gets new rules. */
    void make(int seconds) {
        long start = System.nanoTime();
        int steps = (int) (seconds * 1_000_000_000L / STEP_NANOS);
        for (int step = 0; step < steps + STAY_STEPS; step++) {
            Pace.until(start + step * STEP_NANOS);
            if (step < steps) {
                join(step);
            }
            if (step >= STAY_STEPS) {
                leave(step - STAY_STEPS);
            }
            if (step < steps && step % RULES_EVERY_STEPS == 0) {
                rule(step / RULES_EVERY_STEPS);
            }
        }
    }

    private void join(int step) {
        int instance = instance(step);
        tally.joins().sent(instance, watchers[service(step)]);
        expect(204, fleet.send(population.registration(instance)));
    }

    private void leave(int step) {
        int instance = instance(step);
        tally.leaves().sent(instance, watchers[service(step)]);
        expect(204, fleet.send(population.registration(instance, "DOWN")));
        expect(200, fleet.send(population.cancellation(instance)));
    }

    private void rule(int number) {
        int service = service(number);
        int timeout = LEAST_TIMEOUT_MILLIS + number;
        String document = "services:\n  service-%d:\n    timeout: %dms\n".formatted(service, timeout);
        URI uri = population.registry().resolve("/mesh/v1/rules/service-" + service);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Authorization", authorization)
                .PUT(BodyPublishers.ofString(document));
        String tag = tags.get(service);
        request.header(tag == null ? "If-None-Match" : "If-Match", tag == null ? "*" : tag);
        tally.rules().sent(timeout, watchers[service]);
        HttpResponse<String> stored = fleet.send(request.build());
        if (stored.statusCode() / 100 != 2) {
            throw new IllegalStateException("rules not stored: " + stored.body());
        }
        tags.put(service, stored.headers().firstValue("ETag").orElseThrow());
    }

    private static void expect(int status, HttpResponse<String> response) {
        if (response.statusCode() != status) {
            throw new IllegalStateException(
                    response.request().uri() + ": status " + response.statusCode() + " (expected: " + status + ")");
        }
    }

    private int service(int number) {
        return number % COMMON_EVERY == 0 ? 0 : 1 + number % (population.services() - 1);
    }

    private int instance(int step) {
        return population.instances() + step * population.services() + service(step);
    }
}
