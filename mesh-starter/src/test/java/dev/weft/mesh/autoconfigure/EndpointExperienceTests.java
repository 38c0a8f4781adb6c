package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.directory.Directory;
import dev.weft.mesh.directory.EndpointSource;
import dev.weft.mesh.directory.SourceAnswer;
import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.Step;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;

/** The directory asks the engine what has become of endpoints that a source no longer names. */
class EndpointExperienceTests {

    private static final ServiceName PETS = ServiceName.of("petdetails");
    /** Enough for five failures in a row of one of three. */
    private static final int CALLS = 50;
    /** Longer than is assumed of one that was never asked, or nobody would ask it. */
    private static final long ANSWERS_NANOS = 100_000_000;

    private long nanos = System.nanoTime();
    private final Told registry = new Told();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MeshAutoConfiguration.class,
                    MeshRulesAutoConfiguration.class,
                    MeshDirectoryAutoConfiguration.class,
                    UtilAutoConfiguration.class))
            .withPropertyValues("mesh.directory.last-known-good=")
            .withBean(EndpointSource.class, () -> registry);

    @Test
    void sourceWhenItLeavesOutAnEndpointThatWasNeverAskedIsBelieved() {
        runner.run(context -> {
            registry.names("a", "b", "c");

            registry.names("b", "c");

            assertThat(ids(context.getBean(Directory.class))).containsExactlyInAnyOrder("b", "c");
        });
    }

    @Test
    void sourceWhenItLeavesOutAnEndpointThatAnswersRequestsIsNot() {
        runner.run(context -> {
            registry.names("a");
            call(context.getBean(Engine.class), "nobody");
            registry.names("a", "b", "c");

            registry.names("b", "c");

            assertThat(ids(context.getBean(Directory.class))).containsExactlyInAnyOrder("a", "b", "c");
        });
    }

    @Test
    void sourceWhenItLeavesOutAllIsBelievedOfOneThatIsEjected() {
        runner.run(context -> {
            registry.names("a", "b", "c");
            for (int n = 0; n < CALLS; n++) {
                call(context.getBean(Engine.class), "a");
            }

            registry.names();

            assertThat(ids(context.getBean(Directory.class))).containsExactlyInAnyOrder("b", "c");
        });
    }

    /** Nobody listens at one of them; the others answer. */
    private void call(Engine engine, String dead) {
        Call call = engine.begin(CallRequest.of(PETS, "GET", "/"), nanos);
        Step step = call.next(nanos);
        while (step instanceof Attempt attempt && attempt.endpoint().id().equals(dead)) {
            call.ended(attempt, Outcome.CONNECT_FAILED, nanos);
            step = call.next(nanos);
        }
        nanos += ANSWERS_NANOS;
        if (step instanceof Attempt attempt) {
            call.head(attempt, 200, Headers.NONE, nanos);
            call.ended(attempt, Outcome.COMPLETED, nanos);
        } else {
            call.cancel(nanos);
        }
    }

    private static List<String> ids(Directory directory) {
        return directory.endpoints(PETS).endpoints().stream().map(Endpoint::id).toList();
    }

    /** A source that names what it is told to. */
    private static final class Told implements EndpointSource {

        private @Nullable Consumer<SourceAnswer> listener;

        void names(String... ids) {
            List<Endpoint> endpoints = Stream.of(ids)
                    .map(id -> Endpoint.of(id, "10.0.0." + (int) id.charAt(0), 8080))
                    .toList();
            listener.accept(SourceAnswer.everything(endpoints.isEmpty() ? Map.of() : Map.of(PETS, endpoints)));
        }

        @Override
        public String name() {
            return "registry";
        }

        @Override
        public void start(Consumer<SourceAnswer> newListener) {
            listener = newListener;
        }

        @Override
        public void stop() {}
    }
}
