package dev.weft.mesh.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;

class MeshContextTests {

    private final MeshContext context = new MeshContext("id-1", null);

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(MeshContext.current()).isNull();
        assertThat(MDC.get("requestId")).isNull();
    }

    @Test
    void scopeWhenClosedPutsBackWhatWasThere() {
        try (MeshContext.Scope outer = context.open()) {
            try (MeshContext.Scope inner = new MeshContext("id-2", null).open()) {
                assertThat(MDC.get("requestId")).isEqualTo("id-2");
            }
            assertThat(MeshContext.current()).isSameAs(context);
            assertThat(MDC.get("requestId")).isEqualTo("id-1");
        }
    }

    @Test
    void contextWhenPropagatedIsThereOnTheOtherThreadAndGoneAfterwards() {
        List<String> seen = new ArrayList<>();
        Executor other = task -> {
            Thread thread = new Thread(() -> {
                task.run();
                seen.add(String.valueOf(MeshContext.current()));
            });
            thread.start();
            join(thread);
        };
        try (MeshContext.Scope scope = context.open()) {
            Runnable note = () -> seen.add(MDC.get("requestId"));
            Runnable work =
                    ContextSnapshotFactory.builder().build().captureAll().wrap(note);
            CompletableFuture.runAsync(work, other).join();
        }
        assertThat(seen).containsExactly("id-1", "null");
    }

    @Test
    void contextWhenInReactorsContextIsRestoredForItsThreads() {
        Mono<String> seen = Mono.deferContextual(view -> Mono.fromCallable(() ->
                        String.valueOf(view.<MeshContext>get(MeshContext.KEY).requestId())))
                .contextCapture();
        try (MeshContext.Scope scope = context.open()) {
            assertThat(seen.block()).isEqualTo("id-1");
        }
    }

    @Test
    void setWhenThereIsNoneBeforeNorAfterLeavesTheLogContextAlone() {
        MDC.put("requestId", "the application's own");
        new MeshContextAccessor().setValue();
        assertThat(MDC.get("requestId")).isEqualTo("the application's own");
        MDC.remove("requestId");
    }

    @Test
    void accessorIsFoundByContextPropagation() {
        assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
                .anyMatch(accessor -> accessor.key().equals(MeshContext.KEY));
    }

    @Test
    void hopsWhenTheHeaderHoldsGarbageAreTheGoodOnes() {
        context.passedThrough("a/1, , <b>/2, " + "x".repeat(200) + ",c/3");
        assertThat(context.hops()).containsExactlyInAnyOrder("a/1", "c/3");
    }

    @Test
    void hopsWhenThereAreManyAreBounded() {
        for (int i = 0; i < 1000; i++) {
            context.passedThrough("service/" + i);
        }
        assertThat(context.hops()).hasSizeLessThanOrEqualTo(32);
    }

    @Test
    void hopsWhenCallsEndAtOnceAreAllThere() {
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> {
                    for (int j = 0; j < 4; j++) {
                        context.passedThrough("service/" + i + j + ", service/" + i + j);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        threads.forEach(MeshContextTests::join);

        assertThat(context.hops()).hasSize(32).doesNotHaveDuplicates().isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "7f3e-1", "Root=1-67891233-abcdef012345678912345678", "edge/42@north:8=1+2~x_y."})
    void requestIdWhenSafeIsValid(String id) {
        assertThat(RequestIds.isValid(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "a\u001b[31m", "ä", "${x}", "<x>", "a,b", "a;b", "a\"b", "a%0a"})
    void requestIdWhenUnsafeIsInvalid(String id) {
        assertThat(RequestIds.isValid(id)).isFalse();
    }

    @Test
    void requestIdWhenMadeIsARandomUuidThatNoOtherThreadMakes() {
        Set<String> made = ConcurrentHashMap.newKeySet();
        List<Thread> threads = Stream.generate(() -> new Thread(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        made.add(RequestIds.next());
                    }
                }))
                .limit(50)
                .toList();
        threads.forEach(Thread::start);
        threads.forEach(MeshContextTests::join);

        assertThat(made).hasSize(50_000).allSatisfy(id -> {
            assertThat(UUID.fromString(id).version()).isEqualTo(4);
            assertThat(UUID.fromString(id).variant()).isEqualTo(2);
            assertThat(UUID.fromString(id)).hasToString(id);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "traceparent, 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "traceparent, cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes-later",
        "b3, d",
        "b3, 4bf92f3577b34da6-00f067aa0ba902b7",
        "b3, 4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1-a3ce929d0e0e4736",
        "X-B3-TraceId, 4bf92f3577b34da6",
        "X-B3-SpanId, 00f067aa0ba902b7",
        "X-B3-Sampled, true"
    })
    void traceHeaderWhenItMakesSenseIsNoGarbage(String name, String value) {
        assertThat(garbage(name, value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "traceparent, ''",
        "traceparent, deadbeef",
        "traceparent, 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
        "traceparent, 00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "traceparent, 00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "traceparent, 00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "traceparent, 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "traceparent, ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "b3, 2",
        "b3, 12-34",
        "b3, 4bf92f3577b34da6-00f067aa0ba902b7-x",
        "b3, 4bf92f3577b34da6-00f067aa0ba902b7-1-a3ce929d0e0e4736-1",
        "X-B3-TraceId, xyz",
        "X-B3-TraceId, 0000000000000000",
        "X-B3-SpanId, 00f067aa0ba902b700f067aa0ba902b7",
        "X-B3-Sampled, maybe"
    })
    void traceHeaderWhenItMakesNoneIsNamed(String name, String value) {
        assertThat(garbage(name, value)).containsExactly(name);
        assertThat(garbage(name, value + "x".repeat(10_000))).containsExactly(name);
    }

    private static List<String> garbage(String name, String value) {
        List<String> garbage = new ArrayList<>();
        TraceHeaders.garbage(Map.of(name, value)::get, garbage::add);
        return garbage;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
