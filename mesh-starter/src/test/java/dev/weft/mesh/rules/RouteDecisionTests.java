package dev.weft.mesh.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.sim.Cases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people are told of a choice: that it is the one that a call would meet, and why the others are not. */
class RouteDecisionTests {

    private static final ServiceName SELF = ServiceName.of("petservice");
    private static final ServiceName CALLED = ServiceName.of("petdetails");

    @Test
    void decisionWhenRoutesDoNotTakeTheRequestNamesWhatEachFailedOn() {
        List<RequestMatch> matches = List.of(
                RequestMatch.ANY.withFrom(Set.of(ServiceName.of("gateway"))),
                RequestMatch.ANY.withHosts(Set.of("a.example")),
                RequestMatch.ANY.withPath(new PathMatch.Prefix("/b")),
                RequestMatch.ANY.withMethod("POST"),
                RequestMatch.ANY.withPort(81),
                RequestMatch.ANY.withFields(List.of(exact(FieldMatch.Kind.HEADER, "x-user-group", "beta"))),
                RequestMatch.ANY.withFields(List.of(exact(FieldMatch.Kind.COOKIE, "group", "staff"))),
                RequestMatch.ANY.withCustom(List.of(new CustomMatch("tenant", "gold", request -> false))),
                RequestMatch.ANY);
        CallRequest request = get("/a", Map.of("x-user-group", "alpha", "Host", "b.example"));

        RouteDecision decision = compiled(matches).explain(request);

        assertThat(decision.choice().route()).extracting(Route::name).isEqualTo("8");
        assertThat(decision.why()).isEqualTo("the only destination");
        assertThat(decision.passedOver())
                .extracting(RouteDecision.PassedOver::why)
                .containsExactly(
                        "from gateway: the caller is petservice",
                        "host a.example: the request's is b.example",
                        "path below \"/b\": the request's is \"/a\"",
                        "method = POST: the request's is GET",
                        "port = 81: the request's is 80",
                        "header x-user-group: the request's is \"alpha\"",
                        "cookie group: the request has none",
                        "custom tenant = \"gold\": the bean says no");
    }

    @Test
    void decisionWhenAnotherMatchIsMoreSpecificSaysSo() {
        RouteDecision decision = compiled(List.of(RequestMatch.ANY, RequestMatch.ANY.withMethod("GET")))
                .explain(get("/", Map.of()));

        assertThat(decision.choice().route()).extracting(Route::name).isEqualTo("1");
        assertThat(decision.passedOver())
                .singleElement()
                .satisfies(passed -> assertThat(passed.why()).startsWith("takes it too"));
    }

    @Test
    void decisionWhenRoutesAreManyTellsOfTheFirstAndCountsTheRest() {
        List<RequestMatch> matches = new ArrayList<>();
        IntStream.range(0, 60).forEach(i -> matches.add(RequestMatch.ANY.withPath(new PathMatch.Exact("/" + i))));

        RouteDecision decision = compiled(matches).explain(get("/x", Map.of()));

        assertThat(decision.choice().destination()).isEqualTo(Choice.NOWHERE);
        assertThat(decision.passedOver()).hasSize(RouteDecision.MOST);
        assertThat(decision.more()).isEqualTo(10);
    }

    @Test
    void explainWhenItIsAskedTimeAndAgainLeavesTheSplitAndTheFaultsWhereTheyAre() {
        Fault half = new Fault(Duration.ZERO, Share.NONE, 503, new Share(1, 2));
        Route route = Route.to(
                        List.of(RouteTarget.of(Subset.version("v1"), 1), RouteTarget.of(Subset.version("v2"), 1)))
                .withActions(Actions.NONE.withFault(half));
        CompiledRules rules =
                CompiledRules.of(ServiceRules.defaults().withRoutes(List.of(route)), SELF, new SplittableRandom(1));
        CallRequest request = get("/", Map.of());

        for (int i = 0; i < 100; i++) {
            RouteDecision first = rules.explain(request);
            RouteDecision again = rules.explain(request);
            Trouble trouble = first.choice().nextTrouble();
            Choice chosen = rules.choose(request);

            assertThat(again.choice()).isSameAs(first.choice()).isSameAs(chosen);
            assertThat(chosen.trouble()).isEqualTo(trouble);
        }
        assertThat(rules.explain(request).why()).isEqualTo("next in turn");
    }

    /** The index and the explanation read the same matches in different ways: they must agree. */
    @Test
    void explainWhenRulesAndRequestsAreRandomAgreesWithTheChoice() {
        Cases.run(2_000, random -> {
            List<RequestMatch> matches = new ArrayList<>();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                matches.add(match(random));
            }
            CompiledRules rules = compiled(matches);
            CallRequest request = get(path(random), Map.of("a", "" + random.nextInt(2), "Host", host(random)));

            RouteDecision decision = rules.explain(request);
            Choice chosen = rules.choose(request);

            assertThat(decision.choice()).isSameAs(chosen);
            boolean taken = decision.passedOver().stream()
                    .anyMatch(passed -> passed.why().startsWith("takes it too"));
            assertThat(taken && chosen.route() == null)
                    .as("passed over for nothing")
                    .isFalse();
            int expected = matches.size() - (chosen.route() == null ? 0 : 1);
            assertThat(decision.passedOver()).hasSize(expected);
        });
    }

    private static RequestMatch match(SplittableRandom random) {
        PathMatch path = switch (random.nextInt(4)) {
            case 0 -> new PathMatch.Exact(path(random));
            case 1 -> new PathMatch.Regex(new Expression("/a.*"));
            case 2 -> PathMatch.ANY;
            default -> new PathMatch.Prefix(path(random));
        };
        RequestMatch match = RequestMatch.ANY.withPath(path);
        if (random.nextInt(3) == 0) {
            match = match.withHosts(Set.of(random.nextBoolean() ? "*.example" : host(random)));
        }
        return random.nextInt(3) == 0
                ? match.withFields(List.of(exact(FieldMatch.Kind.HEADER, "a", "" + random.nextInt(2))))
                : match;
    }

    private static String path(SplittableRandom random) {
        String[] parts = {"", "/", "/a", "/b", "/ab"};
        return "/a".substring(0, 1 + random.nextInt(2))
                + parts[random.nextInt(parts.length)].replaceFirst("^/(?=.)", "")
                + parts[random.nextInt(parts.length)];
    }

    private static String host(SplittableRandom random) {
        return random.nextBoolean() ? "x.example" : "y.test";
    }

    /** One route for each match, named by its number. */
    private static CompiledRules compiled(List<RequestMatch> matches) {
        List<Route> routes = IntStream.range(0, matches.size())
                .mapToObj(i -> new Route(
                        "" + i,
                        List.of(matches.get(i)),
                        List.of(RouteTarget.of(Subset.version("v" + i), 1)),
                        null,
                        Actions.NONE,
                        null,
                        null))
                .toList();
        return CompiledRules.of(ServiceRules.defaults().withRoutes(routes), SELF, new SplittableRandom(1));
    }

    private static FieldMatch exact(FieldMatch.Kind kind, String name, String value) {
        return new FieldMatch(kind, name, new ValueMatch.Exact(value));
    }

    private static CallRequest get(String path, Map<String, String> headers) {
        return CallRequest.of(CALLED, "GET", path).withHeaders(headers::get);
    }
}
