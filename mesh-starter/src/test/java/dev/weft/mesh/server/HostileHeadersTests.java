package dev.weft.mesh.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.context.MeshHeaders;
import dev.weft.mesh.context.Overrides;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.sim.Cases;
import dev.weft.mesh.sim.HostileText;
import dev.weft.mesh.telemetry.ServerMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Anybody may send anything: whatever is taken over from a header is safe to pass on, to log and to tag meters with. */
class HostileHeadersTests {

    /** The mesh's headers, each with what may rightly stand there. */
    private static final Map<String, List<String>> SEEDS = new TreeMap<>(Map.of(
            MeshHeaders.TIMEOUT,
            List.of("1500", "0", "-20"),
            InboundDeadline.ENVOY,
            List.of("700"),
            InboundDeadline.GRPC,
            List.of("5S", "250m", "99999999H"),
            MeshHeaders.ROUTE,
            List.of("petdetails=v2", "petdetails=v2, petmedicalhistory=v1.10"),
            MeshHeaders.SHADOW,
            List.of("true"),
            MeshHeaders.CALLER,
            List.of("petservice", "gateway"),
            MeshHeaders.REQUEST_ID,
            List.of("0f9d2e6c-1b7f-4f3a-9a57-0a1d3c1f2b11", "r-1"),
            "traceparent",
            List.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            "b3",
            List.of("0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1", "0"),
            "X-B3-TraceId",
            List.of("0af7651916cd43dd8448eb211c80319c")));

    private static final long NOW = Duration.ofDays(3).toNanos();

    private final Recorded meters = new Recorded();
    private final InboundRequests requests = new InboundRequests(
            new ServerSettings(ServiceName.of("petservice"), "petservice-1", true, "/actuator"), () -> false, meters);

    @Test
    void requestWhenItsHeadersAreHostileTakesOverNothingUnsafe() {
        AtomicInteger overridden = new AtomicInteger();
        AtomicInteger limited = new AtomicInteger();
        Cases.run(30_000, random -> {
            meters.clear();
            Map<String, String> given = headers(random);
            InboundRequest request = requests.begin(given::get, NOW, NOW);
            MeshContext context = request.context();

            assertThat(context.requestId()).matches("[\\w.~:=+/@-]{1,128}");
            assertThat(context.overrides().header()).matches("[\\x20-\\x7e]{0,1024}");
            assertThat(context.overrides().subsets()).hasSizeLessThanOrEqualTo(16);
            if (!context.overrides().isEmpty()) {
                overridden.incrementAndGet();
                Overrides passedOn = Overrides.parse(context.overrides().header());
                assertThat(passedOn).isEqualTo(context.overrides());
            }
            if (context.deadline() != null) {
                limited.incrementAndGet();
                assertThat(context.deadline().left(NOW))
                        .isLessThanOrEqualTo(Duration.ofDays(36_500).toNanos());
            }
            request.refusal();
            request.end(200, NOW);
            assertThat(meters.caller == null ? "none" : meters.caller).matches("[a-z0-9._-]{1,253}");
            assertThat(meters.ignored).isSubsetOf(given.keySet());
        });
        assertThat(overridden)
                .as("some must still be right, or this tests nothing")
                .hasPositiveValue();
        assertThat(limited).hasPositiveValue();
    }

    @Test
    void answerWhenThoseBelowSayHostileThingsSaysNothingUnsafe() {
        List<String> seeds = List.of("petdetails/petdetails-1", "petdetails/a, petmedicalhistory/b, petdetails/c");
        Cases.run(10_000, random -> {
            InboundRequest request = requests.begin(name -> null, NOW, NOW);
            for (int i = random.nextInt(4); i >= 0; i--) {
                request.context().passedThrough(HostileText.like(seeds, random));
            }
            request.answer(500, (name, value) -> assertThat(value).as(name).matches("[\\x20-\\x7e]{1,16384}"));
        });
    }

    private static Map<String, String> headers(SplittableRandom random) {
        Map<String, String> headers = new HashMap<>();
        SEEDS.forEach((name, seeds) -> {
            if (random.nextBoolean()) {
                headers.put(name, HostileText.like(seeds, random));
            }
        });
        return headers;
    }

    private static final class Recorded implements ServerMeters {

        private final List<String> ignored = new ArrayList<>();
        private @Nullable String caller;

        void clear() {
            ignored.clear();
            caller = null;
        }

        @Override
        public void began() {}

        @Override
        public void ended(@Nullable String newCaller, int status, long tookNanos) {
            caller = newCaller;
        }

        @Override
        public void ignored(String header) {
            ignored.add(header);
        }
    }
}
