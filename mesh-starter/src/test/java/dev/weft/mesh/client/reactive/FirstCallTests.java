package dev.weft.mesh.client.reactive;

import static org.assertj.core.api.Assertions.assertThat;

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
                Caller caller = new Caller(ServiceRules.defaults(), null, words).to()) {
            // On this thread, which has to be back to let the stream speak.
            CompletableFuture<String> answer = get(caller);
            assertThat(asked).containsExactly(PETS);

            caller.to(server);
            words.endpoints(PETS);
            words.rules(PETS);

            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("fine");
            assertThat(get(caller).get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("fine");
            assertThat(asked).containsExactly(PETS);
        }
    }

    @Test
    void firstCallWhenTheStreamIsSilentGoesByWhatIsKnown() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("fine"));
                Caller caller = new Caller(ServiceRules.defaults(), null, words(Duration.ofMillis(1))).to(server)) {
            assertThat(get(caller).get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("fine");

            assertThat(asked).containsExactly(PETS);
        }
    }

    @Test
    void firstCallWhenTheStreamIsSilentAndTimeIsShortIsMadeInTheOtherHalfOfIt() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("fine"));
                Caller caller = new Caller(THREE_SECONDS, null, words(PATIENCE)).to(server)) {
            assertThat(get(caller).get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("fine");
        }
    }

    private static CompletableFuture<String> get(Caller caller) {
        return caller.web
                .get()
                .uri("/pet/1")
                .retrieve()
                .bodyToMono(String.class)
                .toFuture();
    }

    private FirstWords words(Duration patience) {
        FirstWords words = new FirstWords(patience);
        words.from(service -> true, asked::add);
        return words;
    }
}
