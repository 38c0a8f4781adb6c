package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.PathMatch;
import dev.weft.mesh.rules.RequestMatch;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.rules.ValueMatch;
import dev.weft.mesh.sim.Cases;
import dev.weft.mesh.sim.HostileText;
import dev.weft.mesh.sim.Mesh;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever stands in a request or in an answer, the call goes on and gives back all that it holds. */
class HostileMessagesTests {

    private static final Map<String, List<String>> ANSWERS = new TreeMap<>(Map.of(
            "Retry-After", List.of("1", "120", "Sat, 21 Nov 2026 20:49:14 GMT"),
            "Date", List.of("Sat, 21 Nov 2026 20:49:10 GMT"),
            "mesh-retry", List.of("no")));

    private static final Map<String, List<String>> REQUESTS = new TreeMap<>(Map.of(
            "x-user-group", List.of("beta"),
            "Cookie", List.of("group=staff; theme=dark", "group=\"staff\""),
            "Idempotency-Key", List.of("1")));

    @Test
    void callWhenAnswersAreHostileHoldsNobodyBackForLongerThanFiveMinutes() {
        AtomicInteger held = new AtomicInteger();
        Cases.run(10_000, random -> {
            Mesh mesh = Mesh.with(3);
            Call call = mesh.begin(Mesh.get());
            int status = random.nextInt(400, 600);
            for (Step step = call.next(mesh.now); !(step instanceof Step.Fail); step = call.next(mesh.now)) {
                if (step instanceof Step.Wait wait) {
                    mesh.now += wait.nanos();
                } else if (step instanceof Attempt attempt
                        && call.head(attempt, status, fields(ANSWERS, random)::get, mesh.now) == Verdict.DELIVER) {
                    call.ended(attempt, Outcome.COMPLETED, mesh.now);
                    break;
                }
            }
            mesh.destination().states().forEach(state -> {
                if (state.outlier().ejection() != null) {
                    held.incrementAndGet();
                    assertThat(state.outlier().ejection().untilNanos() - mesh.now)
                            .isLessThanOrEqualTo(Duration.ofMinutes(5).toNanos());
                }
            });
            assertThat(mesh.destination().inFlight()).isZero();
            assertThat(mesh.guards.bulkheadHeld).hasValue(0);
            assertThat(mesh.guards.breakerHeld).hasValue(0);
        });
        assertThat(held).as("some must still be right, or this tests nothing").hasPositiveValue();
    }

    @Test
    void requestWhenItIsHostileIsRouted() {
        Mesh mesh = Mesh.with(0, rules());
        mesh.directory.set(
                Mesh.SERVICE,
                Mesh.endpoint(1).withVersion("v1"),
                Mesh.endpoint(2).withVersion("v2"));
        AtomicInteger beta = new AtomicInteger();
        Cases.run(20_000, random -> {
            Map<String, String> fields = fields(REQUESTS, random);
            CallRequest request = CallRequest.of(
                            Mesh.SERVICE,
                            random.nextBoolean() ? "GET" : "POST",
                            "/" + HostileText.like(List.of("pet/123/details", "api/x"), random))
                    .withQuery(HostileText.like(List.of("breed=dog&x=1", "breed=d%6Fg"), random))
                    .withHeaders(fields::get);
            mesh.engine.explain(request, Mesh.SELF, mesh.now);
            Call call = mesh.begin(request);
            Step step = call.next(mesh.now);
            assertThat(step).isInstanceOf(Attempt.class);
            if ("v2".equals(((Attempt) step).endpoint().version())) {
                beta.incrementAndGet();
            }
            call.cancel(mesh.now);
        });
        assertThat(mesh.destination().inFlight()).isZero();
        assertThat(beta).as("some must still be right, or this tests nothing").hasPositiveValue();
    }

    private static ServiceRules rules() {
        RequestMatch all = RequestMatch.ANY
                .withPath(new PathMatch.Prefix("/api"))
                .withFields(List.of(
                        new FieldMatch(FieldMatch.Kind.HEADER, "x-user-group", new ValueMatch.Exact("beta")),
                        new FieldMatch(FieldMatch.Kind.COOKIE, "group", new ValueMatch.Exact("staff")),
                        new FieldMatch(FieldMatch.Kind.QUERY, "breed", new ValueMatch.Exact("dog"))));
        Route beta = Route.to(List.of(RouteTarget.of(Subset.version("v2"), 1))).withMatches(List.of(all));
        return ServiceRules.defaults()
                .withRoutes(List.of(beta, Route.to(List.of(RouteTarget.of(Subset.version("v1"), 1)))));
    }

    private static Map<String, String> fields(Map<String, List<String>> seeds, SplittableRandom random) {
        Map<String, String> fields = new HashMap<>();
        seeds.forEach((name, of) -> {
            if (random.nextInt(4) > 0) {
                fields.put(name, HostileText.like(of, random));
            }
        });
        return fields;
    }
}
