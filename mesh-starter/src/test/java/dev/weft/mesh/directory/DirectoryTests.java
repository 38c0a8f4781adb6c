package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DirectoryTests {

    private static final ServiceName PETS = ServiceName.of("petdetails");

    private final Told registry = new Told("eureka");
    private final List<EndpointSet> seen = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void watchWhenNothingIsKnownTellsAnEmptySet() {
        directory().watch(PETS, seen::add);

        assertThat(seen).containsExactly(EndpointSet.empty(PETS));
    }

    @Test
    void watchWhenTheSourceHasAnsweredTellsWhatItSaid() {
        Directory directory = directory();
        registry.says(endpoint("a"), endpoint("b"));

        directory.watch(PETS, seen::add);

        assertThat(seen).hasSize(1);
        assertThat(last()).containsExactly("a", "b");
        assertThat(seen.get(0).source()).isEqualTo("eureka");
    }

    @Test
    void watchWhenAnswersRepeatTellsChangesOnly() {
        directory().watch(PETS, seen::add);

        registry.says(endpoint("a"));
        registry.says(endpoint("a"));
        registry.says(endpoint("a"), endpoint("b"));

        assertThat(seen).hasSize(3);
    }

    @Test
    void watchWhenAnAnswerComesInTheMiddleOfItMissesNothing() throws InterruptedException {
        Thread answering = new Thread(() -> registry.says(endpoint("a")));
        // Looked at after what the sources say, and before anybody is told.
        List<Endpoint> inTheMiddle = new AbstractList<>() {
            @Override
            public Endpoint get(int index) {
                throw new IndexOutOfBoundsException(index);
            }

            @Override
            public int size() {
                if (answering.getState() == Thread.State.NEW) {
                    answering.start();
                    await().until(() -> answering.getState() == Thread.State.TERMINATED
                            || answering.getState() == Thread.State.WAITING);
                }
                return 0;
            }
        };
        Directory directory = new Directory(List.of(registry), Map.of(PETS, inTheMiddle), LastKnownGood.none());
        directory.start();

        directory.watch(PETS, seen::add);
        answering.join();

        assertThat(last()).containsExactly("a");
    }

    @Test
    void answersWhenTooMuchIsMissingAreHeldAndSaidOnce(CapturedOutput output) {
        directory().watch(PETS, seen::add);
        registry.says(endpoint("a"), endpoint("b"), endpoint("c"));

        registry.says();
        registry.says();
        registry.says();

        assertThat(last()).containsExactly("a", "b", "c");
        assertThat(seen.get(seen.size() - 1).source()).isEqualTo("eureka (3 held as doubtful)");
        assertThat(output).containsOnlyOnce("eureka left out too many endpoints at once: 3 of petdetails");
    }

    @Test
    void answersWhenTheEngineFindsHeldEndpointsFailingDropThem() {
        Directory directory = directory();
        directory.watch(PETS, seen::add);
        registry.says(endpoint("a"), endpoint("b"), endpoint("c"));
        directory.experience(() -> Map.of(endpoint("b").key(), Experience.FAILING));

        registry.says();

        assertThat(last()).containsExactly("a", "c");
    }

    @Test
    void answersWhenASecondSourceKnowsTheServiceConfirmEachOther() {
        Told stream = new Told("stream");
        Directory directory = new Directory(List.of(stream, registry), Map.of(), LastKnownGood.none());
        directory.start();
        directory.watch(PETS, seen::add);
        registry.says(endpoint("a"), endpoint("b"), endpoint("c"));
        registry.says();

        stream.says(endpoint("a"));

        assertThat(last()).containsExactly("a");
    }

    @Test
    void answersWhenTwoSourcesDescribeAnAddressPreferTheStronger() {
        Told stream = new Told("stream");
        Directory directory = new Directory(List.of(stream, registry), Map.of(), LastKnownGood.none());
        directory.start();
        directory.watch(PETS, seen::add);
        registry.says(endpoint("a").withVersion("v1"));

        stream.says(endpoint("a").withVersion("v2"));

        assertThat(seen.get(seen.size() - 1).endpoints())
                .extracting(Endpoint::version)
                .containsExactly("v2");
    }

    @Test
    void staticInstancesWhenTheRegistryKnowsOthersStandBesideThem() {
        Directory directory =
                new Directory(List.of(registry), Map.of(PETS, List.of(endpoint("static"))), LastKnownGood.none());
        directory.start();
        directory.watch(PETS, seen::add);

        assertThat(last()).containsExactly("static");
        assertThat(directory.knows(PETS)).isTrue();
        registry.says(endpoint("a"));

        assertThat(last()).containsExactly("a", "static");
        assertThat(seen.get(1).source()).isEqualTo("eureka, static");
    }

    @Test
    void answeredWhenOnlyTheDiskAndTheConfigurationSpokeIsFalse() {
        Directory directory =
                new Directory(List.of(registry), Map.of(PETS, List.of(endpoint("static"))), LastKnownGood.none());
        directory.start();

        assertThat(directory.answered()).isFalse();
        registry.says();
        assertThat(directory.answered()).isTrue();
    }

    @Test
    void answeredWhenStaticInstancesAreTheOnlySourceIsTrue() {
        Map<ServiceName, List<Endpoint>> instances = Map.of(PETS, List.of(endpoint("static")));

        assertThat(new Directory(List.of(), instances, LastKnownGood.none()).answered())
                .isTrue();
        assertThat(new Directory(List.of(), Map.of(), LastKnownGood.none()).answered())
                .isFalse();
    }

    @Test
    void knowsWhenTheLastInstanceLeftIsStillTrue() {
        Directory directory = directory();
        registry.says(endpoint("a"));
        registry.says(endpoint("a").withStatus(Endpoint.Status.DOWN));
        registry.says();

        assertThat(directory.knows(PETS)).isTrue();
        assertThat(directory.known()).containsExactly(PETS);
        assertThat(directory.knows(ServiceName.of("nobody"))).isFalse();
    }

    @Test
    void restartWhenTheRegistryIsGoneStartsFromTheDisk() {
        Directory before = directory();
        before.watch(PETS, set -> {});
        registry.says(endpoint("a"), endpoint("down").withStatus(Endpoint.Status.DOWN));

        Directory after = directory();
        after.watch(PETS, seen::add);

        assertThat(last()).containsExactly("a");
        assertThat(seen.get(0).source()).isEqualTo("last-known-good of eureka");
        assertThat(after.knows(PETS)).isTrue();
        assertThat(after.answered()).isFalse();
    }

    @Test
    void restartWhenTheRegistryIsEmptyKeepsWhatTheDiskKnew() {
        Directory before = directory();
        before.watch(PETS, set -> {});
        registry.says(endpoint("a"));

        Directory after = directory();
        after.watch(PETS, seen::add);
        registry.says();

        assertThat(last()).containsExactly("a");
    }

    @Test
    void restartWhenAServiceWasNeverCalledKnowsNothingOfIt() {
        directory();
        registry.says(endpoint("a"));

        directory().watch(PETS, seen::add);

        assertThat(last()).isEmpty();
    }

    @Test
    void answersWhenTheyComeFromManyThreadsEndInTheLatestSet() {
        directory().watch(PETS, seen::add);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        Directory directory = directory();
        directory.watch(PETS, set -> {
            overlaps.addAndGet(inside.incrementAndGet() == 1 ? 0 : 1);
            inside.decrementAndGet();
        });

        CompletableFuture.allOf(IntStream.range(0, 8)
                        .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                            for (int i = 0; i < 500; i++) {
                                registry.says(endpoint("a").withWeight(i), endpoint("t" + thread));
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();
        registry.says(endpoint("last"), endpoint("a").withWeight(7));
        directory.watch(PETS, seen::add);

        assertThat(overlaps).hasValue(0);
        assertThat(last()).contains("last");
    }

    @Test
    void watchWhenOneListenerFailsTellsTheOthersAndItOfTheNextChange(CapturedOutput output) {
        ServiceName owners = ServiceName.of("ownerdetails");
        Directory directory = directory();
        List<EndpointSet> seenByFailing = new ArrayList<>();
        for (ServiceName service : List.of(PETS, owners)) {
            directory.watch(service, set -> {
                seenByFailing.add(set);
                if (set.endpoints().size() == 1) {
                    throw new IllegalStateException("not this one");
                }
            });
            directory.watch(service, seen::add);
        }

        registry.says(Map.of(PETS, List.of(endpoint("a")), owners, List.of(endpoint("b"))));

        assertThat(seen.subList(2, seen.size()))
                .extracting(EndpointSet::service)
                .containsExactlyInAnyOrder(PETS, owners);
        assertThat(directory.answered()).isTrue();
        assertThat(output).contains("the endpoints of petdetails").contains("not this one");

        registry.says(Map.of(PETS, List.of(endpoint("a"), endpoint("c")), owners, List.of(endpoint("b"))));

        assertThat(last()).containsExactly("a", "c");
        assertThat(seenByFailing.get(seenByFailing.size() - 1)).isEqualTo(seen.get(seen.size() - 1));
    }

    private Directory directory() {
        Directory directory = new Directory(
                List.of(registry), Map.of(), LastKnownGood.in(folder.resolve("known.json"), Runnable::run));
        directory.start();
        return directory;
    }

    private List<String> last() {
        return seen.get(seen.size() - 1).endpoints().stream().map(Endpoint::id).toList();
    }

    private static Endpoint endpoint(String id) {
        return Endpoint.of(id, "host-" + id, 8080);
    }

    /** A source that says what the test tells it to. */
    private static final class Told implements EndpointSource {

        private final String name;
        private @Nullable Consumer<SourceAnswer> listener;

        Told(String name) {
            this.name = name;
        }

        void says(Endpoint... endpoints) {
            says(endpoints.length == 0 ? Map.of() : Map.of(PETS, List.of(endpoints)));
        }

        void says(Map<ServiceName, List<Endpoint>> services) {
            listener.accept(SourceAnswer.everything(services));
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start(Consumer<SourceAnswer> newListener) {
            this.listener = newListener;
        }

        @Override
        public void stop() {}
    }
}
