package dev.weft.mesh.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which route takes a request. Each route leads to the version that it is named by. */
class RoutingTests {

    private static final ServiceName SELF = ServiceName.of("petservice");
    private static final ServiceName CALLED = ServiceName.of("petdetails");

    private final List<Route> routes = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "/v2, two",
        "/v2/, two",
        "/v2/example, two",
        "/v2example, one",
        "/foo/v2/example, one",
        "/, one",
        "/V2, one"
    })
    void prefixWhenItEndsAtAnElementTakesWhatIsBelow(String path, String expected) {
        route("one", RequestMatch.ANY);
        route("two", below("/v2"));

        assertThat(chosen(get(path))).isEqualTo(expected);
    }

    @Test
    void prefixWhenAnotherIsLongerLeavesItToThat() {
        route("root", RequestMatch.ANY);
        route("a", below("/a"));
        route("abc", below("/a/b/c"));
        route("ab", below("/a/b"));

        assertThat(chosen(get("/a/b/c/d"))).isEqualTo("abc");
        assertThat(chosen(get("/a/b/cd"))).isEqualTo("ab");
        assertThat(chosen(get("/a/x"))).isEqualTo("a");
        assertThat(chosen(get("/ab"))).isEqualTo("root");
    }

    @Test
    void prefixWhenItsOtherConditionsAreNotMetLeavesItToAShorterOne() {
        route("short", below("/a"));
        route("long", below("/a/b").withMethod("POST"));

        assertThat(chosen(get("/a/b"))).isEqualTo("short");
    }

    @Test
    void exactWhenItIsThePathWinsOverEveryOther() {
        route("prefix", below("/one"));
        route("regex", RequestMatch.ANY.withPath(new PathMatch.Regex(new Expression("/o.e.*"))));
        route("exact", RequestMatch.ANY.withPath(new PathMatch.Exact("/one")));

        assertThat(chosen(get("/one"))).isEqualTo("exact");
        assertThat(chosen(get("/one/"))).isEqualTo("regex");
        assertThat(chosen(get("/one/two"))).isEqualTo("regex");
    }

    @Test
    void requestWhenNoRouteTakesItGoesNowhere() {
        route("exact", RequestMatch.ANY.withPath(new PathMatch.Exact("/two")));

        for (String path : List.of("/two/", "/Two", "/")) {
            assertThat(rules().choose(get(path)).destination()).isEqualTo(Choice.NOWHERE);
        }
    }

    @Test
    void precedenceWhenPathsAreEqualIsMethodThenHeadersThenQueriesThenOrder() {
        route("first", header("version", "two"));
        route("second", header("color", "blue"));
        route("both", RequestMatch.ANY.withFields(List.of(is("version", "two"), is("color", "blue"))));
        route("query", RequestMatch.ANY.withFields(List.of(query("animal", "whale"))));
        route("method", RequestMatch.ANY.withMethod("PUT"));

        assertThat(chosen(get("/", "version", "two"))).isEqualTo("first");
        assertThat(chosen(get("/", "color", "blue"))).isEqualTo("second");
        assertThat(chosen(get("/", "version", "two", "color", "blue"))).isEqualTo("both");
        assertThat(chosen(get("/?animal=whale", "version", "two"))).isEqualTo("first");
        assertThat(chosen(get("/?x=1&animal=whale"))).isEqualTo("query");
        assertThat(chosen(request("PUT", "/", "version", "two", "color", "blue")))
                .isEqualTo("method");
    }

    @Test
    void matchesWhenOneOfThemHoldsSuffice() {
        routes.add(Route.to(List.of(RouteTarget.of(Subset.version("v"), 1)))
                .withMatches(List.of(below("/v2"), header("version", "two"))));

        assertThat(chosen(get("/v2/x"))).isEqualTo("v");
        assertThat(chosen(get("/x", "version", "two"))).isEqualTo("v");
        assertThat(rules().choose(get("/x")).destination()).isEqualTo(Choice.NOWHERE);
    }

    @ParameterizedTest
    @CsvSource({
        "group=staff, staff",
        "a=1; group=staff, staff",
        "a=1;group=\"staff\";b=2, staff",
        "group=staffing, rest",
        "agroup=staff, rest",
        "group, rest",
        "'', rest"
    })
    void cookieWhenItHasTheValueDecides(String cookies, String expected) {
        route("rest", RequestMatch.ANY);
        route(
                "staff",
                RequestMatch.ANY.withFields(
                        List.of(new FieldMatch(FieldMatch.Kind.COOKIE, "group", new ValueMatch.Exact("staff")))));

        assertThat(chosen(get("/", "Cookie", cookies))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "q=a%20b, hit",
        "q=a+b, hit",
        "%71=a%20b, hit",
        "x=1&q=a%20b&q=c, hit",
        "q=a, rest",
        "qq=a%20b, rest",
        "q, rest"
    })
    void queryWhenItsDecodedValueIsTheOneDecides(String query, String expected) {
        route("rest", RequestMatch.ANY);
        route("hit", RequestMatch.ANY.withFields(List.of(query("q", "a b"))));

        assertThat(chosen(get("/?" + query))).isEqualTo(expected);
    }

    @Test
    void regexWhenItMatchesOnlyAPartDoesNotMatch() {
        route("rest", RequestMatch.ANY);
        route(
                "beta",
                RequestMatch.ANY.withFields(List.of(new FieldMatch(
                        FieldMatch.Kind.HEADER, "x-user", new ValueMatch.Regex(new Expression("b[0-9]+"))))));

        assertThat(chosen(get("/", "X-User", "b12"))).isEqualTo("beta");
        assertThat(chosen(get("/", "X-User", "b12x"))).isEqualTo("rest");
    }

    @Test
    void regexWhenItWouldExplodeElsewhereIsFast() {
        route("rest", RequestMatch.ANY);
        route(
                "trap",
                RequestMatch.ANY.withFields(List.of(
                        new FieldMatch(FieldMatch.Kind.HEADER, "x", new ValueMatch.Regex(new Expression("(a+)+b"))))));

        assertThat(chosen(get("/", "x", "a".repeat(5_000)))).isEqualTo("rest");
    }

    @Test
    void fromWhenSomebodyElseIsMeantLeavesTheRouteOut() {
        route("rest", RequestMatch.ANY);
        route("edge", RequestMatch.ANY.withMethod("GET").withFrom(Set.of(ServiceName.of("gateway"))));
        route("mine", RequestMatch.ANY.withMethod("POST").withFrom(Set.of(SELF)));

        assertThat(chosen(get("/"))).isEqualTo("rest");
        assertThat(chosen(request("POST", "/"))).isEqualTo("mine");
    }

    @ParameterizedTest
    @CsvSource({
        "very.specific.com, exact",
        "very.specific.com:1234, exact",
        "VERY.specific.com, exact",
        "foo.bar.wildcard.io, wildcard",
        "wildcard.io, rest",
        "other.com, rest"
    })
    void hostWhenItIsNamedDecidesBeforeThePath(String host, String expected) {
        route("rest", below("/a/b"));
        route("wildcard", RequestMatch.ANY.withHosts(Set.of("*.wildcard.io")));
        route("exact", RequestMatch.ANY.withHosts(Set.of("very.specific.com")));

        assertThat(chosen(get("/a/b", "Host", host))).isEqualTo(expected);
    }

    @Test
    void portWhenTheUrlNamesAnotherIsNotMatched() {
        route("rest", RequestMatch.ANY);
        route("admin", RequestMatch.ANY.withMethod("GET").withPort(8080));

        assertThat(chosen(get("/"))).isEqualTo("rest");
        assertThat(chosen(CallRequest.of(CALLED, "GET", "/").withPort(8080))).isEqualTo("admin");
    }

    @ParameterizedTest
    @CsvSource({"8080, /a, admin", "8080, /b, nowhere", "80, /a, whole", "0, /a, whole"})
    void portWhenItHasNoRoutesIsLeftAlone(int port, String path, String expected) {
        route("admin", below("/a").withPort(8080));
        CompiledRules rules = rules();
        Choice choice = rules.choose(CallRequest.of(CALLED, "GET", path).withPort(port));

        String chosen = choice.destination() == Choice.NOWHERE
                ? "nowhere"
                : choice.target() == null
                        ? "whole"
                        : choice.target().subset().labels().get("version");
        assertThat(chosen).isEqualTo(expected);
        if (expected.equals("whole")) {
            assertThat(rules.destinations().get(choice.destination())).isEqualTo(DestinationKey.WHOLE);
        }
    }

    @Test
    void portWhenTheUrlNamesNoneIsThatOfHttp() {
        route("web", RequestMatch.ANY.withPort(80));

        assertThat(chosen(get("/"))).isEqualTo("web");
    }

    @Test
    void routesWhenAllAreForSomebodyElseLeaveTheCallerAlone() {
        route("edge", RequestMatch.ANY.withFrom(Set.of(ServiceName.of("gateway"))));
        CompiledRules rules = rules();

        assertThat(rules.destinations().get(rules.choose(get("/")).destination()))
                .isEqualTo(DestinationKey.WHOLE);
    }

    @ParameterizedTest
    @CsvSource({
        "http, echo, http://echo/a?b=c",
        "https, echo, https://echo/a?b=c",
        "http, echo:8080, http://echo:8080/a?b=c",
        "https, echo:443, https://echo/a?b=c",
        "http, [::1]:81, http://[::1]:81/a?b=c",
        "http, [::1], http://[::1]/a?b=c",
        "http, echo:x, http://echo:x/a?b=c"
    })
    void redirectWhenNothingIsReplacedKeepsTheRequests(String came, String host, String expected) {
        routes.add(new Route(
                null,
                List.of(),
                List.of(),
                null,
                Actions.NONE.withRedirect(new Redirect(null, null, 0, null, 302)),
                null,
                null));
        CallRequest request = get("/a?b=c", "Host", host);

        assertThat(rules().choose(request).location(request.withScheme(came))).isEqualTo(expected);
    }

    /** The walk over the path finds what a comparison of every route with it would find. */
    @Test
    void routesWhenTheyAreManyAndAnyAreFoundAsByTryingEach() {
        Cases.run(300, random -> {
            routes.clear();
            List<String> prefixes = new ArrayList<>();
            for (int i = 0; i < random.nextInt(1, 40); i++) {
                String prefix = path(random);
                if (!prefixes.contains(prefix)) {
                    prefixes.add(prefix);
                    route("p" + prefixes.indexOf(prefix), below(prefix));
                }
            }
            CompiledRules rules = rules();
            for (int i = 0; i < 50; i++) {
                String path = path(random);
                String longest = prefixes.stream()
                        .filter(prefix -> prefix.equals("/") || path.equals(prefix) || path.startsWith(prefix + "/"))
                        .max((one, other) -> Integer.compare(one.length(), other.length()))
                        .map(prefix -> "p" + prefixes.indexOf(prefix))
                        .orElse("none");
                assertThat(chosen(rules, get(path)))
                        .as("%s among %s", path, prefixes)
                        .isEqualTo(longest);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/strip-prefix, /, /strip-prefix/three, /three",
        "/strip-prefix, /, /strip-prefix, /",
        "/prefix, /new, /prefix/a, /new/a",
        "/prefix, /new/, /prefix/a, /new/a",
        "/, /new, /a, /new/a"
    })
    void pathWhenItsPrefixIsReplacedKeepsTheRest(String matched, String by, String path, String expected) {
        routes.add(Route.to(List.of(RouteTarget.of(Subset.ALL, 1)))
                .withMatches(List.of(below(matched)))
                .withActions(Actions.NONE.withRewrite(new Rewrite(null, new PathRewrite.ReplacePrefix(by)))));

        CallRequest request = get(path);
        assertThat(rules().choose(request).path(request)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"(, RE2", "a{1001}, RE2", "'', 1 to 1024"})
    void expressionWhenItIsOutOfBoundsIsRefused(String source, String reason) {
        assertThatThrownBy(() -> new Expression(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    /** RE2 writes repetitions out, so their product is memory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "((((((a{10}){10}){10}){10}){10}){10}){10}",
                "(?:[[:alpha:])]{100}|b){100,}",
                "(?<x>(a{0,100})(?i){100})",
                "(a{100})\\Q\\E{100}",
                "(\\Q[(\\E(a{100}){100})",
                "(a[]({1}]{100}){100}",
                "(\\(a{100}){100}",
                "((a{1000})*){1000}",
                "((((((((((((((((a{999}){999}){999}){999}){999}){999}){999}){999}){999}){999}){999}){999}){999}){999}){999})"
            })
    void expressionWhenItsRepetitionsMultiplyIsRefused(String source) {
        assertThatThrownBy(() -> new Expression(source))
                .hasMessageContaining("regular expression whose repetitions come to ")
                .hasMessageContaining("(expected: at most 4000)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a{1000}",
                "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                "((a{10}){10}){10}",
                "(\\x{10}\\p{Lu}){1000}",
                "[a{1000}]{1000}",
                "\\Q((a{100}){100}){100}\\E",
                "a\\{1000}{1000}",
                "a{,1000}",
                "(?:a|b){1,1000}"
            })
    void expressionWhenItsRepetitionsAreFewIsTaken(String source) {
        assertThat(new Expression(source).source()).isEqualTo(source);
    }

    private static String path(SplittableRandom random) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < random.nextInt(1, 5); i++) {
            path.append('/').append("abAB".charAt(random.nextInt(4))).append(random.nextBoolean() ? "" : "b");
        }
        return path.toString();
    }

    private void route(String version, RequestMatch match) {
        routes.add(Route.to(List.of(RouteTarget.of(Subset.version(version), 1))).withMatches(List.of(match)));
    }

    private CompiledRules rules() {
        return CompiledRules.of(ServiceRules.defaults().withRoutes(routes), SELF, new SplittableRandom(1));
    }

    private String chosen(CallRequest request) {
        return chosen(rules(), request);
    }

    private static String chosen(CompiledRules rules, CallRequest request) {
        RouteTarget target = rules.choose(request).target();
        return target == null ? "none" : target.subset().labels().get("version");
    }

    private static RequestMatch below(String path) {
        return RequestMatch.ANY.withPath(new PathMatch.Prefix(path));
    }

    private static RequestMatch header(String name, String value) {
        return RequestMatch.ANY.withFields(List.of(is(name, value)));
    }

    private static FieldMatch is(String name, String value) {
        return new FieldMatch(FieldMatch.Kind.HEADER, name, new ValueMatch.Exact(value));
    }

    private static FieldMatch query(String name, String value) {
        return new FieldMatch(FieldMatch.Kind.QUERY, name, new ValueMatch.Exact(value));
    }

    private static CallRequest get(String target, String... headers) {
        return request("GET", target, headers);
    }

    private static CallRequest request(String method, String target, String... headers) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < headers.length; i += 2) {
            fields.put(headers[i], headers[i + 1]);
        }
        int query = target.indexOf('?');
        return new CallRequest(
                CALLED,
                "http",
                0,
                method,
                query < 0 ? target : target.substring(0, query),
                query < 0 ? null : target.substring(query + 1),
                fields::get,
                true,
                false,
                null,
                null,
                null,
                null,
                null);
    }
}
