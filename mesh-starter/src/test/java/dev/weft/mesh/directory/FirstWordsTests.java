package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.ServiceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two threads that call the same service for the first time. What the other one does comes between two steps of this one. */
class FirstWordsTests {

    private static final ServiceName PETS = ServiceName.of("petdetails");

    private final FirstWords words = new FirstWords(Duration.ofMinutes(5));
    private final Set<ServiceName> asked = new HashSet<>();
    private final List<Runnable> between = new ArrayList<>();

    @Test
    void wordWhenAnotherHasAskedAndBeenAnsweredMeanwhileIsNotAwaited() {
        words.from(
                service -> {
                    boolean askable = !asked.contains(service);
                    meanwhile();
                    return askable;
                },
                asked::add);
        between.add(() -> {
            CompletableFuture<Void> ofTheOther = words.of(PETS);
            answer();
            assertThat(ofTheOther).isDone();
        });

        assertThat(words.of(PETS)).isDone();
    }

    @Test
    void wordWhenAnotherHasAskedButNotBeenAnsweredIsAwaited() {
        words.from(
                service -> {
                    meanwhile();
                    return !asked.contains(service);
                },
                asked::add);
        // First nothing, then, after this one has a word to wait for, the other.
        between.add(() -> {});
        between.add(() -> words.of(PETS));

        CompletableFuture<Void> word = words.of(PETS);

        assertThat(word).isNotDone();
        answer();
        assertThat(word).isDone();
    }

    private void meanwhile() {
        if (!between.isEmpty()) {
            between.remove(0).run();
        }
    }

    private void answer() {
        words.endpoints(PETS);
        words.rules(PETS);
    }
}
