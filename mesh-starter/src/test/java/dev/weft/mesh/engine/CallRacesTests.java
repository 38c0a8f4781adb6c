package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.Cases;
import dev.weft.mesh.sim.CountingGuards;
import dev.weft.mesh.sim.FakeDirectory;
import dev.weft.mesh.sim.Mesh;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The adapter's loop in one thread, and whatever may come from others at the same moment. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallRacesTests {

    private static final int CALLS = 20_000;

    private final FakeDirectory directory = new FakeDirectory();
    private final CountingGuards guards = new CountingGuards();
    private final AtomicInteger callsEnded = new AtomicInteger();
    private final AtomicInteger attemptsEnded = new AtomicInteger();
    private ServiceRules rules = ServiceRules.defaults();
    private final Engine engine = new Engine(
            new EngineParts(
                    Mesh.SELF,
                    null,
                    "client-0",
                    directory,
                    service -> rules,
                    guards,
                    service -> new Counting(),
                    Cases.threadSafeRandom()),
            () -> 0);

    @Test
    void cancelWhenItRacesWithTheLoopEndsEverythingOnce() throws Exception {
        AtomicInteger attempts = race((call, latest) -> call.cancel(1_000));

        assertOver(attempts);
    }

    /** A transport's timer that fires while the head comes in, and the body's end that both the reader and close tell. */
    @Test
    void endedWhenItRacesWithTheLoopEndsEverythingOnce() throws Exception {
        AtomicInteger attempts = race((call, latest) -> {
            if (latest != null) {
                call.ended(latest, Outcome.TIMEOUT, 1_000);
                call.ended(latest, Outcome.CANCELLED, 1_000);
            }
        });

        assertOver(attempts);
    }

    @Test
    void endpointsWhenTheyChangeDuringCallsLoseNoCount() throws Exception {
        AtomicInteger round = new AtomicInteger();
        AtomicInteger attempts = race((call, latest) -> {
            int first = round.incrementAndGet() % 3;
            directory.set(Mesh.SERVICE, Mesh.endpoint(first), Mesh.endpoint(first + 1), Mesh.endpoint(first + 2));
            call.cancel(1_000);
        });

        assertOver(attempts);
    }

    /** The call leaves what has nobody for what stands in, while its caller gives up. */
    @Test
    void cancelWhenItRacesWithAFallbackGivesBackWhereItWasTaken() throws Exception {
        Fallback fallback = new Fallback.To(null, Subset.ALL);
        Route nobody = Route.to(List.of(RouteTarget.of(Subset.version("gone"), 1)));
        rules = ServiceRules.defaults().withRoutes(List.of(nobody.withActions(Actions.NONE.withFallback(fallback))));

        AtomicInteger attempts = race((call, latest) -> call.cancel(1_000));

        assertOver(attempts);
    }

    private interface Interference {
        void happen(Call call, Attempt latest);
    }

    /** Two threads go from call to call in step: one drives it, the other one interferes. */
    private AtomicInteger race(Interference interference) throws Exception {
        directory.set(Mesh.SERVICE, Mesh.endpoints(5).toArray(Endpoint[]::new));
        AtomicInteger attempts = new AtomicInteger();
        Call[] calls = new Call[CALLS];
        for (int i = 0; i < CALLS; i++) {
            calls[i] = engine.begin(Mesh.get(), 0);
        }
        CyclicBarrier start = new CyclicBarrier(2);
        AtomicInteger driving = new AtomicInteger(-1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> driver = threads.submit(() -> {
                start.await();
                for (int i = 0; i < CALLS; i++) {
                    driving.set(i);
                    attempts.addAndGet(drive(calls[i], i));
                }
                driving.set(CALLS);
                return null;
            });
            Future<?> other = threads.submit(() -> {
                start.await();
                for (int i = 0; i < CALLS; i++) {
                    while (driving.get() < i) {
                        Thread.onSpinWait();
                    }
                    interference.happen(calls[i], calls[i].latest());
                }
                return null;
            });
            driver.get(50, TimeUnit.SECONDS);
            other.get(50, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        return attempts;
    }

    private static int drive(Call call, int number) {
        int attempts = 0;
        long now = 0;
        while (true) {
            Step step = call.next(now);
            if (step instanceof Step.Fail) {
                return attempts;
            }
            if (step instanceof Step.Wait wait) {
                now += wait.nanos();
                continue;
            }
            Attempt attempt = (Attempt) step;
            attempts++;
            int kind = (number + attempts) % 4;
            if (kind == 0) {
                call.ended(attempt, Outcome.RESET, now);
            } else if (call.head(attempt, kind == 1 ? 503 : 200, Headers.NONE, now) == Verdict.DELIVER) {
                call.ended(attempt, Outcome.COMPLETED, now);
                return attempts;
            }
        }
    }

    private void assertOver(AtomicInteger attempts) {
        assertThat(guards.overdrawn).as("given back where nothing was taken").isEmpty();
        assertThat(guards.breakerHeld).as("breaker permissions").hasValue(0);
        assertThat(guards.bulkheadHeld).as("bulkhead").hasValue(0);
        assertThat(engine.destination(Mesh.SERVICE).inFlight()).as("in flight").isZero();
        assertThat(callsEnded).as("calls ended").hasValue(CALLS);
        // An attempt that lost against a cancel is not handed out, but is told of like any other.
        assertThat(attemptsEnded.get()).as("attempts ended").isBetween(attempts.get(), attempts.get() + CALLS);
    }

    private final class Counting implements MeshMeters.OfService {
        @Override
        public void callEnded(Call call) {
            callsEnded.incrementAndGet();
        }

        @Override
        public void attemptEnded(Call call, Attempt attempt) {
            attemptsEnded.incrementAndGet();
        }
    }
}
