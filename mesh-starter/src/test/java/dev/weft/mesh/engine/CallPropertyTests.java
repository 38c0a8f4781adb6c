package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.Cases;
import dev.weft.mesh.sim.Mesh;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds of every call, however its events fall together with those of others and with changes of the world. */
@Tag("same-everywhere")
class CallPropertyTests {

    private static final int[] STATUSES = {200, 200, 200, 404, 429, 500, 502, 503, 504};
    private static final String[] METHODS = {"GET", "GET", "PUT", "POST", "PATCH"};

    @Test
    void callsWhateverHappensToThemGiveEverythingBack() {
        Cases.run(1_500, random -> {
            World world = new World(random);
            for (int i = 0; i < 200; i++) {
                world.mesh.now += random.nextLong(random.nextInt(20) == 0 ? 2_000_000_000L : 20_000_000L);
                world.something();
            }
            world.drain();

            assertThat(world.mesh.guards.breakerHeld).as("breaker permissions").hasValue(0);
            assertThat(world.mesh.guards.bulkheadHeld).as("bulkhead").hasValue(0);
            assertThat(world.mesh.destination().inFlight()).as("in flight").isZero();
            assertThat(world.everSeen).as("in flight of those that left").allMatch(state -> state.inFlight() == 0);
        });
    }

    /** Some calls under way, and dice. */
    private static final class World {

        final SplittableRandom random;
        final Mesh mesh;
        final List<Running> running = new ArrayList<>();
        final List<dev.weft.mesh.balance.EndpointState> everSeen = new ArrayList<>();

        World(SplittableRandom random) {
            this.random = random;
            this.mesh = Mesh.of(rules(), random);
            this.mesh.now = random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
            change();
        }

        void something() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> running.add(new Running(this, request()));
                case 3 -> change();
                case 4 -> mesh.destination().rules(rules());
                default -> {
                    if (!running.isEmpty()) {
                        Running one = running.get(random.nextInt(running.size()));
                        if (one.step()) {
                            running.remove(one);
                        }
                    }
                }
            }
        }

        void drain() {
            for (Running one : running) {
                for (int i = 0; i < 100 && !one.step(); i++) {
                    mesh.now += random.nextLong(50_000_000);
                }
                one.call.cancel(mesh.now);
            }
        }

        private void change() {
            List<Endpoint> endpoints = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                if (random.nextInt(3) > 0) {
                    endpoints.add(Mesh.endpoint(i)
                            .withVersion("v" + random.nextInt(1, 3))
                            .withWeight(random.nextInt(3))
                            .withPriority(random.nextInt(2))
                            .withStatus(random.nextInt(5) == 0 ? Endpoint.Status.DOWN : Endpoint.Status.UP));
                }
            }
            mesh.directory.set(Mesh.SERVICE, endpoints);
            everSeen.addAll(mesh.destination().states());
        }

        private ServiceRules rules() {
            ServiceRules rules =
                    ServiceRules.defaults().withRetry(RetryPolicy.defaults().withAttempts(random.nextInt(1, 5)));
            return random.nextBoolean()
                    ? rules
                    : rules.withRoutes(List.of(Route.to(List.of(
                            RouteTarget.of(Subset.version("v1"), 1), RouteTarget.of(Subset.version("v2"), 2)))));
        }

        private CallRequest request() {
            String method = METHODS[random.nextInt(METHODS.length)];
            return CallRequest.of(Mesh.SERVICE, method, "/")
                    .withReplayable(random.nextInt(4) > 0)
                    .withDeadline(
                            random.nextInt(4) > 0
                                    ? null
                                    : Deadline.after(random.nextLong(-1_000_000, 3_000_000_000L), mesh.now));
        }
    }

    /** One call, with what an adapter knows of it. */
    private static final class Running {

        final World world;
        final CallRequest request;
        final Call call;
        final List<Endpoint> eligible;
        final int limit;
        final List<Attempt> sent = new ArrayList<>();
        private boolean delivered;

        Running(World world, CallRequest request) {
            this.world = world;
            this.request = request;
            this.eligible = world.mesh.destination().endpoints().endpoints().stream()
                    .filter(endpoint -> endpoint.status() == Endpoint.Status.UP && endpoint.weight() > 0)
                    .toList();
            this.limit = world.mesh.destination().rules().retry().attempts();
            this.call = world.mesh.begin(request);
        }

        /** Does one of the things that could happen now; true when the call is over. */
        boolean step() {
            SplittableRandom random = world.random;
            long now = world.mesh.now;
            if (random.nextInt(15) == 0) {
                call.cancel(now);
            }
            Attempt latest = sent.isEmpty() ? null : sent.get(sent.size() - 1);
            if (latest == null || !delivered && latest.outcome() != null) {
                return next(now);
            }
            if (!delivered && random.nextBoolean()) {
                Map<String, String> headers = new HashMap<>();
                if (random.nextInt(5) == 0) {
                    headers.put("Retry-After", "" + random.nextInt(20));
                }
                if (random.nextInt(5) == 0) {
                    headers.put("mesh-retry", "no");
                }
                int status = STATUSES[random.nextInt(STATUSES.length)];
                delivered = call.head(latest, status, headers::get, now) == Verdict.DELIVER;
                return false;
            }
            Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
            call.ended(latest, outcome, now);
            if (random.nextInt(4) == 0) {
                call.ended(latest, Outcome.CANCELLED, now);
            }
            return delivered;
        }

        private boolean next(long now) {
            Step step = call.next(now);
            if (step instanceof Attempt attempt) {
                check(attempt, now);
                sent.add(attempt);
                return false;
            }
            if (step instanceof Step.Wait wait) {
                assertThat(wait.nanos()).isPositive();
                return false;
            }
            assertThat(((Step.Fail) step).failure().message()).startsWith("petdetails: ");
            return true;
        }

        private void check(Attempt attempt, long now) {
            assertThat(attempt.number()).isEqualTo(sent.size() + 1).isLessThanOrEqualTo(limit);
            assertThat(eligible)
                    .extracting(Endpoint::key)
                    .contains(attempt.endpoint().key());
            assertThat(attempt.headTimeoutNanos()).isPositive().isLessThanOrEqualTo(call.leftNanos(now));
            if (!sent.isEmpty()) {
                Attempt before = sent.get(sent.size() - 1);
                boolean idempotent = RetryPolicy.isIdempotent(request.method()) && request.replayable();
                assertThat(before.outcome().unsent() || idempotent)
                        .as("%s is sent again after %s, %s", request.method(), before.status(), before.outcome())
                        .isTrue();
            }
        }
    }
}
