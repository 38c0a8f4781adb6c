package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.registry.SharedRegistry;
import dev.weft.registry.membership.EurekaHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Clients that break off, and come again. */
class SessionsTests extends SharedRegistry {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final int AT_ONCE = 3;
    private static final int TIMES = 250;

    /** A write that fails may meet what the container does with a failed connection: nobody else may come to feel it. */
    @Test
    void openWhileOthersBreakOffWhenTheyAreWrittenToIsNeverInVain() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int n = 0; n < AT_ONCE; n++) {
                String service = "broken-" + n;
                done.add(clients.submit(() -> {
                    openAndBreakOff(service);
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            clients.shutdownNow();
        }
        await().atMost(BOUND).until(() -> watchers().isEmpty());
    }

    private static void openAndBreakOff(String service) throws Exception {
        EurekaHttp instances = EurekaHttp.at(registry.port());
        for (int n = 0; n < TIMES; n++) {
            // Opened means that the first event has come.
            WatchClient.open(registry, "[]", "[{\"name\": \"" + service + "\"}]")
                    .close();
            instances.register(service, "a", n % 2 == 0 ? "UP" : "DOWN");
        }
    }

    @Test
    void openWhenTheClientHasAnOpenStreamEndsThatOne() throws Exception {
        try (WatchClient first = WatchClient.openAs(registry, "again", "[{\"name\": \"twice\"}]");
                WatchClient second = WatchClient.openAs(registry, "again", "[{\"name\": \"twice\"}]")) {
            assertThat(first.next(event -> event.name().equals("end")).name()).isEqualTo("end");

            second.next("endpoints");
            await().atMost(BOUND).until(() -> watchers().size() == 1);
            EurekaHttp.at(registry.port()).register("twice", "a", "UP");
            assertThat(second.next(event -> event.name().equals("endpoints"))
                            .data()
                            .path("put"))
                    .hasSize(1);
            assertThat(first.add("[]")).isEqualTo(404);
            assertThat(second.add("[]")).isEqualTo(204);
        }
        // A client that has gone is missed when it is written to: sooner than by the next heartbeats.
        EurekaHttp instances = EurekaHttp.at(registry.port());
        AtomicInteger changes = new AtomicInteger();
        await().atMost(BOUND).until(() -> {
            instances.register("twice", "a", changes.incrementAndGet() % 2 == 0 ? "UP" : "DOWN");
            return watchers().isEmpty();
        });
    }

    @Test
    void openWhenTheContainerLetsNobodyWriteLeavesNothingBehind() {
        MockHttpServletResponse blockingOnly = new MockHttpServletResponse();
        MockAsyncContext async = new MockAsyncContext(new MockHttpServletRequest(), blockingOnly);
        WatchRequest request =
                new WatchRequest(new WatchRequest.Client("petservice", "a", "0.1.0", List.of()), List.of());

        assertThatThrownBy(() -> registry.bean(Watchers.class).open(request, async))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(watchers()).isEmpty();
    }

    private static List<ClientView> watchers() {
        return registry.bean(Watchers.class).clients();
    }
}
