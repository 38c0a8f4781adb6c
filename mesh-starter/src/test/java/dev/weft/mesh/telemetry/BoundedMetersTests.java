package dev.weft.mesh.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.Step;
import dev.weft.mesh.engine.Verdict;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.FixedDirectory;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BoundedMetersTests {

    private static final int MANY = 10_000;
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final FixedDirectory directory = new FixedDirectory();
    private final AtomicLong now = new AtomicLong(1);
    private final Random random = new Random(7);
    private final Engine engine = new Engine(
            new EngineParts(
                    ServiceName.of("gateway"),
                    null,
                    "client-0",
                    directory,
                    service -> ServiceRules.defaults(),
                    Guards.NONE,
                    new MicrometerMeters(registry, ServiceName.of("gateway")),
                    random),
            now::get);

    @Test
    void metersWhenPathsAndHeadersAreManyStayFew() {
        directory.put("pets", endpoint(1, "v1"), endpoint(2, "v1"), endpoint(3, "v2"));
        for (int i = 0; i < MANY; i++) {
            String noise = Integer.toHexString(random.nextInt());
            CallRequest request = CallRequest.of(ServiceName.of("pets"), "GET", "/" + noise)
                    .withHeaders(name -> name.equals("x-noise") ? noise : null);
            call(request, 200 + random.nextInt(300));
        }
        // Two versions; an answer or a retry's; four classes of status.
        assertThat(registry.getMeters()).hasSizeLessThan(80);
        assertThat(registry.get("mesh.client.requests").timers().stream()
                        .mapToLong(timer -> timer.count())
                        .sum())
                .isEqualTo(MANY);
        assertNoLabelHasMoreValuesThan(10);
    }

    @Test
    void metersWhenTheServiceIsForgottenGoAndComeBackWithItsNextCall() {
        directory.put("pets", endpoint(1, "v1"));
        directory.put("birds", endpoint(2, "v1"));
        call(CallRequest.of(ServiceName.of("birds"), "GET", "/"), 200);
        int withoutPets = registry.getMeters().size();
        call(CallRequest.of(ServiceName.of("pets"), "GET", "/"), 200);

        engine.forget(ServiceName.of("pets"));
        assertThat(registry.getMeters()).hasSize(withoutPets);

        call(CallRequest.of(ServiceName.of("pets"), "GET", "/"), 200);
        assertThat(registry.get("mesh.client.requests")
                        .tag("service", "pets")
                        .timer()
                        .count())
                .isOne();
        assertThat(registry.get("mesh.client.inflight")
                        .tag("service", "pets")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void metersWhenCallersAreManyStayFew() {
        ServerMeters meters = new MicrometerServerMeters(registry);
        for (int i = 0; i < MANY; i++) {
            meters.began();
            meters.ended(i % 3 == 0 ? "<script>" + i : "caller-" + i, 200 + i % 400, MILLISECOND);
        }
        assertThat(registry.get("mesh.server.requests").timers()).hasSizeLessThanOrEqualTo(102 * StatusClass.COUNT);
        assertThat(registry.get("mesh.server.requests").tag("caller", "other").timers())
                .isNotEmpty();
        assertThat(registry.get("mesh.server.inflight").gauge().value()).isZero();
        assertNoLabelHasMoreValuesThan(102);
    }

    @Test
    void metersWhenVersionsAreManyLumpTheLaterOnesTogether() {
        for (int i = 0; i < 200; i++) {
            directory.put("pets", endpoint(i, "build-" + i));
            call(CallRequest.of(ServiceName.of("pets"), "GET", "/"), 200);
        }
        assertThat(registry.get("mesh.client.requests").timers()).hasSizeLessThanOrEqualTo(51);
        assertThat(registry.get("mesh.client.requests")
                        .tag("version", "other")
                        .timer()
                        .count())
                .isEqualTo(150);
    }

    @Test
    void metersWhenNamesAreUnknownAreOneServices() {
        directory.put("pets");
        for (int i = 0; i < MANY; i++) {
            Call call = engine.begin(CallRequest.of(ServiceName.of("nobody-" + i), "GET", "/"), now.get());
            assertThat(call.next(now.get())).isInstanceOf(Step.Fail.class);
        }
        assertThat(registry.get("mesh.client.requests").timer().count()).isEqualTo(MANY);
        assertThat(registry.get("mesh.client.requests").timer().getId().getTag("service"))
                .isEqualTo("unknown");
        assertThat(registry.get("mesh.client.requests").timer().getId().getTag("outcome"))
                .isEqualTo("unknown-service");
    }

    @Test
    void metersWhenACallIsRetriedTellAttemptsFromCalls() {
        directory.put("pets", endpoint(1, "v1"), endpoint(2, "v1"));
        Call call = engine.begin(CallRequest.of(ServiceName.of("pets"), "GET", "/"), now.get());
        Attempt first = (Attempt) call.next(now.get());
        assertThat(registry.get("mesh.client.inflight").gauge().value()).isEqualTo(1);
        call.ended(first, Outcome.CONNECT_FAILED, now.addAndGet(MILLISECOND));
        Attempt second = (Attempt) call.next(now.get());
        assertThat(call.head(second, 200, Headers.NONE, now.addAndGet(2 * MILLISECOND)))
                .isEqualTo(Verdict.DELIVER);
        call.ended(second, Outcome.COMPLETED, now.addAndGet(MILLISECOND));

        assertThat(registry.get("mesh.client.requests")
                        .tags("caller", "gateway", "service", "pets", "version", "v1", "zone", "none")
                        .tags("outcome", "completed", "status", "2xx")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(4);
        assertThat(registry.get("mesh.client.attempts")
                        .tags("outcome", "connect-failed", "status", "none", "reason", "first")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("mesh.client.attempts")
                        .tags("outcome", "completed", "status", "2xx", "reason", "connect-failed")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(2);
        assertThat(registry.get("mesh.client.retries")
                        .tags("service", "pets", "budget", "granted")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("mesh.client.inflight").gauge().value()).isZero();
    }

    @Test
    void metersWhenAnEndpointKeepsFailingCountItsEjection() {
        directory.put("pets", endpoint(1, "v1"), endpoint(2, "v1"));
        do {
            Call call = engine.begin(CallRequest.of(ServiceName.of("pets"), "POST", "/"), now.addAndGet(MILLISECOND));
            Attempt attempt = (Attempt) call.next(now.get());
            boolean bad = attempt.endpoint().id().equals("pets-1");
            call.head(attempt, bad ? 500 : 200, Headers.NONE, now.addAndGet(bad ? 1 : 3 * MILLISECOND));
            call.ended(attempt, Outcome.COMPLETED, now.get());
            assertThat(now.get()).as("virtual time until the ejection").isLessThan(TimeUnit.MINUTES.toNanos(1));
        } while (registry.get("mesh.endpoint.ejections")
                        .tags("service", "pets", "reason", "consecutive-failures")
                        .counter()
                        .count()
                == 0);
    }

    private void call(CallRequest request, int status) {
        Call call = engine.begin(request, now.addAndGet(MILLISECOND));
        Step step = call.next(now.get());
        while (step instanceof Attempt || step instanceof Step.Wait) {
            if (step instanceof Step.Wait pause) {
                now.addAndGet(pause.nanos());
            } else if (step instanceof Attempt attempt
                    && call.head(attempt, status, Headers.NONE, now.addAndGet(MILLISECOND)) == Verdict.DELIVER) {
                call.ended(attempt, Outcome.COMPLETED, now.addAndGet(MILLISECOND));
                return;
            }
            step = call.next(now.get());
        }
    }

    private static Endpoint endpoint(int number, String version) {
        return Endpoint.of("pets-" + number, "10.0.0." + number % 250, 8080).withVersion(version);
    }

    private void assertNoLabelHasMoreValuesThan(int most) {
        for (String label : List.of("caller", "service", "version", "zone", "outcome", "status", "reason", "budget")) {
            assertThat(registry.getMeters().stream()
                            .map(Meter::getId)
                            .map(id -> id.getTag(label))
                            .distinct())
                    .as(label)
                    .hasSizeLessThanOrEqualTo(most);
        }
    }
}
