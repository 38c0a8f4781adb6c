package dev.weft.mesh.client.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.directory.FirstWords;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The first call of a service of which a stream is about to tell. */
class FirstCallTests {

    private static final ServiceName PETS = ServiceName.of("petdetails");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ServiceRules THREE_SECONDS = ServiceRules.defaults()
            .withTimeouts(ServiceRules.defaults().timeouts().withTotal(Duration.ofSeconds(3)));

    private final List<ServiceName> asked = new CopyOnWriteArrayList<>();

    @Test
    void firstCallWhenTheStreamTellsOfTheServiceGoesByThatAndLaterOnesAskNoMore() throws Exception {
        FirstWords words = words(PATIENCE);
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("fine"));
                BlockingMesh mesh = BlockingMesh.waiting(words)) {
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(mesh::get);
            await().atMost(PATIENCE).until(() -> asked.contains(PETS));

            mesh.serve(server);
            words.endpoints(PETS);
            words.rules(PETS);

            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("fine");
            assertThat(mesh.get()).isEqualTo("fine");
            assertThat(asked).containsExactly(PETS);
        }
    }

    @Test
    void firstCallWhenTheStreamIsSilentGoesByWhatIsKnown() {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("fine"));
                BlockingMesh mesh = BlockingMesh.waiting(words(Duration.ofMillis(1)), server)) {
            assertThat(mesh.get()).isEqualTo("fine");

            assertThat(asked).containsExactly(PETS);
        }
    }

    @Test
    void firstCallWhenTheStreamIsSilentAndTimeIsShortIsMadeInTheOtherHalfOfIt() {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("fine"));
                BlockingMesh mesh = BlockingMesh.waiting(THREE_SECONDS, words(PATIENCE), server)) {
            assertThat(mesh.get()).isEqualTo("fine");
        }
    }

    private FirstWords words(Duration patience) {
        FirstWords words = new FirstWords(patience);
        words.from(service -> true, asked::add);
        return words;
    }
}
