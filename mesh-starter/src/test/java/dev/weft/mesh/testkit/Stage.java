package dev.weft.mesh.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Where a story is told: an engine that knows the story's endpoints, and the servers behind them where they are real.
 * Each endpoint is a priority of its own, so that the first attempt meets the first act, and so on.
 */
public final class Stage implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Story story;
    private final List<MisbehavingServer> servers;
    private final Engine engine;
    private final LongSupplier clock;

    private Stage(Story story, List<MisbehavingServer> servers, List<Endpoint> endpoints, LongSupplier clock) {
        this.story = story;
        this.servers = servers;
        this.clock = clock;
        Endpoint[] byPriority = new Endpoint[endpoints.size()];
        for (int i = 0; i < byPriority.length; i++) {
            byPriority[i] = endpoints.get(i).withPriority(i);
        }
        engine = TestEngine.of(new FixedDirectory().put(Story.SERVICE, byPriority), story.rules(), clock);
    }

    /** A stage with servers, in real time. */
    public static Stage real(Story story) {
        List<MisbehavingServer> servers = story.acts().stream().map(Act::start).toList();
        List<Endpoint> endpoints = new ArrayList<>();
        for (MisbehavingServer server : servers) {
            endpoints.add(server.endpoint("e" + (endpoints.size() + 1)));
        }
        return new Stage(story, servers, endpoints, System::nanoTime);
    }

    /** A stage without servers, in the test's own time. */
    static Stage virtual(Story story, LongSupplier clock) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 1; i <= story.acts().size(); i++) {
            endpoints.add(Endpoint.of("e" + i, "127.0.0.1", i));
        }
        return new Stage(story, List.of(), endpoints, clock);
    }

    public Engine engine() {
        return engine;
    }

    /** What came of the one call that was made, once it has ended. */
    public Story.Told told(String caller) {
        Destination destination = engine.destination(ServiceName.of(Story.SERVICE));
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> !destination.recentCalls().isEmpty());
        CallTrace trace = destination.recentCalls().get(0);
        assertThat(destination.inFlight()).as("attempts still under way").isZero();
        return new Story.Told(
                caller,
                trace.attempts().stream()
                        .map(attempt -> words(attempt) + (isLeaving(destination, attempt) ? ", leaving" : ""))
                        .toList());
    }

    private boolean isLeaving(Destination destination, CallTrace.Try attempt) {
        return destination.states().stream()
                .anyMatch(state ->
                        state.endpoint().id().equals(attempt.endpoint()) && state.isLeaving(clock.getAsLong()));
    }

    private static String words(CallTrace.Try attempt) {
        return (attempt.status() == 0 ? "" : attempt.status() + " ") + attempt.outcome();
    }

    /** Checks what the servers received: every attempt the whole request, with the attempt's number. */
    public void checkRequests() {
        int number = 1;
        for (MisbehavingServer server : servers) {
            for (Received request : server.received()) {
                assertThat(request.method()).isEqualTo(story.method());
                assertThat(request.body()).isEqualTo(story.body());
                assertThat(request.header("Host")).isEqualTo(Story.SERVICE);
                assertThat(request.header("mesh-attempt")).isEqualTo("" + number);
            }
            number++;
        }
        assertThat(servers.stream()
                        .flatMap(server -> Stream.of(server.received().size())))
                .as("requests that each server received")
                .allMatch(received -> received <= 1);
    }

    @Override
    public void close() {
        servers.forEach(MisbehavingServer::close);
    }
}
