package dev.weft.mesh.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is found among many routes without trying each is what trying each would find. */
class ManyRoutesTests {

    private static final ServiceName SELF = ServiceName.of("petservice");
    private static final String[] NAMES = {"a", "b", "c"};

    @Test
    void routesOfOnePathWhenTheyAreManyAreFoundAsByTryingEach() {
        Cases.run(500, random -> {
            List<RequestMatch> matches = new ArrayList<>();
            for (int i = random.nextInt(1, 60); i > 0; i--) {
                matches.add(RequestMatch.ANY.withMethod(method(random)).withFields(fields(random)));
            }
            check(matches, random, "/");
        });
    }

    @Test
    void expressionsWhenTheyAreManyAreFoundAsByTryingEachTheLongestFirst() {
        String[] sources = {"/a.*", "/ab.*", "/a/[0-9]+", "/aa|/b", ".*", "/ab?c.?", "/a1", "/(a|b)/.", "[^/]{0}/b.*"};
        String[] paths = {"/", "/a", "/b", "/a/1", "/ac", "/abc", "/b/x", "/a/b"};
        Cases.run(500, random -> {
            List<RequestMatch> matches = new ArrayList<>();
            for (int i = random.nextInt(1, 30); i > 0; i--) {
                Expression expression = new Expression(sources[random.nextInt(sources.length)]);
                matches.add(RequestMatch.ANY
                        .withPath(new PathMatch.Regex(expression))
                        .withFields(fields(random)));
            }
            check(matches, random, paths[random.nextInt(paths.length)]);
        });
    }

    private static void check(List<RequestMatch> matches, SplittableRandom random, String path) {
        List<CompiledRoute> compiled = new ArrayList<>();
        for (RequestMatch match : matches) {
            compiled.add(new CompiledRoute(
                    match, compiled.size(), new Choice[0], new Split(List.of(), null, new SplittableRandom(1))));
        }
        PathIndex index = new PathIndex(compiled);
        Comparator<CompiledRoute> longestFirst =
                Comparator.comparing(route -> -route.match().path().toString().length());
        for (int i = 0; i < 20; i++) {
            CallRequest request = request(random, path);
            CompiledRoute expected = compiled.stream()
                    .filter(route -> route.match().path().takes(path) && route.takes(request))
                    .min(longestFirst.thenComparing(Comparator.naturalOrder()))
                    .orElse(null);
            assertThat(index.find(request)).isSameAs(expected);
        }
    }

    private static CallRequest request(SplittableRandom random, String path) {
        Map<String, String> fields = new HashMap<>();
        for (String name : NAMES) {
            if (random.nextBoolean()) {
                fields.put(name, "" + random.nextInt(5));
            }
        }
        fields.put("cookie", "a=" + random.nextInt(5));
        return CallRequest.of(ServiceName.of("petdetails"), random.nextBoolean() ? "GET" : "PUT", path)
                .withHeaders(name -> fields.get(name.toLowerCase(Locale.ROOT)));
    }

    private static String method(SplittableRandom random) {
        return random.nextInt(3) > 0 ? null : random.nextBoolean() ? "GET" : "PUT";
    }

    private static List<FieldMatch> fields(SplittableRandom random) {
        List<FieldMatch> fields = new ArrayList<>();
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                String value = "" + random.nextInt(5);
                fields.add(new FieldMatch(
                        random.nextInt(4) == 0 ? FieldMatch.Kind.COOKIE : FieldMatch.Kind.HEADER,
                        random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT),
                        random.nextInt(4) == 0
                                ? new ValueMatch.Regex(new Expression("[0-2]"))
                                : new ValueMatch.Exact(value)));
            }
        }
        return fields;
    }
}
