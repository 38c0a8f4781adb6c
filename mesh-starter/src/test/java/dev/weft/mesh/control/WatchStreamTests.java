package dev.weft.mesh.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.mesh.control.ScriptedRegistry.Stream;
import dev.weft.mesh.directory.Directory;
import dev.weft.mesh.directory.FirstWords;
import dev.weft.mesh.directory.InstanceMapping;
import dev.weft.mesh.directory.LastKnownGood;
import dev.weft.mesh.directory.RegistrySource;
import dev.weft.mesh.directory.SourceAnswer;
import dev.weft.mesh.document.KeyPaths;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A client, its directory and its rule book, and at the other end of the wire a registry that follows a script. */
@ExtendWith(OutputCaptureExtension.class)
class WatchStreamTests {

    private static final ServiceName PETS = ServiceName.of("petdetails");
    private static final ServiceName HISTORY = ServiceName.of("petmedicalhistory");
    private static final String TWO_SECONDS = "services: { petdetails: { timeout: 2s } }";
    private static final String FOUR_SECONDS = "services: { petdetails: { timeout: 4s } }";
    private static final String NONSENSE = "services: { petdetails: { timeout: soon } }";

    private final ScriptedRegistry registry = new ScriptedRegistry(0);
    private final List<WatchStream> streams = new ArrayList<>();
    private final AtomicReference<EndpointSet> pets = new AtomicReference<>(EndpointSet.empty(PETS));

    private final FirstWords firstWords = new FirstWords(Duration.ofMinutes(5));

    private Consumer<SourceAnswer> poll = answer -> {};
    private Directory directory;
    private RuleBook book;
    private StoreRules rules;
    private WatchStream stream;

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        streams.forEach(WatchStream::stop);
        streams.forEach(WatchStream::close);
        registry.close();
    }

    @Test
    void startWhenTheRegistryOffersAStreamSaysWhoAsksForWhat() {
        client();

        JsonNode asked = registry.opened().asked();

        assertThat(asked.path("client").path("service").asText()).isEqualTo("petservice");
        assertThat(asked.path("client").path("instance").asText()).isEqualTo("petservice-1");
        assertThat(asked.path("client").path("features").toString()).contains("\"routes.match.path\"");
        assertThat(asked.path("services").findValuesAsText("name")).containsExactly("petdetails");
    }

    @Test
    void startWhenRulesNameServicesAsksForThemToo() {
        client();
        Stream first = registry.opened().hello(true);

        first.rules(
                "petdetails",
                "store",
                0,
                1,
                "services: { petdetails: { routes: [ { to: [ { version: v1 } ], mirror: [ { to: { service: petshadow } } ] } ] } }");

        awaitTold()
                .untilAsserted(() ->
                        assertThat(registry.told().toString()).contains("{\"services\":[{\"name\":\"petshadow\"}]}"));
    }

    @Test
    void watchWhenAServiceIsCalledForTheFirstTimeAsksForIt() {
        client();
        Stream first = registry.opened().hello(true);
        awaitTold().until(() -> stream.connected() != null);
        AtomicReference<EndpointSet> history = new AtomicReference<>();

        directory.watch(HISTORY, history::set);
        awaitTold().until(() -> !registry.told().isEmpty());
        first.endpoints("petmedicalhistory", "e.1", "h:9082");

        awaitTold().untilAsserted(() -> assertThat(history.get().endpoints()).hasSize(1));
        assertThat(registry.told().get(0).toString()).isEqualTo("{\"services\":[{\"name\":\"petmedicalhistory\"}]}");
    }

    @Test
    void missedWhenNobodyKnowsTheServiceAsksForItWithoutWaitingForThePoll() {
        client();
        polled("a:9001");
        Stream first = registry.opened().hello(true);
        awaitTold().until(() -> stream.connected() != null);

        directory.missed(HISTORY);
        directory.missed(HISTORY);
        awaitTold().until(() -> !registry.told().isEmpty());
        first.endpoints("petmedicalhistory", "e.1", "h:9082");

        awaitTold().until(() -> directory.knows(HISTORY));
        assertThat(directory.endpoints(HISTORY).endpoints()).hasSize(1);
        assertThat(registry.told().toString()).containsOnlyOnce("petmedicalhistory");
    }

    @Test
    void firstWordWhenTheStreamHasToldEndpointsAndRulesIsThereOnce() {
        client();
        assertThat(firstWords.of(HISTORY)).as("without a stream").isNull();
        Stream first = registry.opened().hello(true);
        awaitTold().until(() -> stream.connected() != null);

        CompletableFuture<Void> word = firstWords.of(HISTORY);
        CompletableFuture<Void> ofAnother = firstWords.of(HISTORY);
        awaitTold().until(() -> !registry.told().isEmpty());
        first.endpoints("petmedicalhistory", "e.1", "h:9082");
        awaitTold().until(() -> directory.knows(HISTORY));
        assertThat(word).as("before the rules").isNotDone();
        first.rules("petmedicalhistory", "store", 0, 1, "services: { petmedicalhistory: { timeout: 2s } }");

        awaitTold().until(word::isDone);
        assertThat(ofAnother).isDone();
        assertThat(directory.endpoints(HISTORY).endpoints()).hasSize(1);
        assertThat(book.rules(HISTORY).timeouts().total()).isEqualTo(Duration.ofSeconds(2));
        awaitTold().untilAsserted(() -> assertThat(firstWords.of(HISTORY)).isNull());
        assertThat(firstWords.of(PETS))
                .as("asked for when the stream was opened")
                .isNull();
        assertThat(registry.told().get(0).toString()).isEqualTo("{\"services\":[{\"name\":\"petmedicalhistory\"}]}");
    }

    @Test
    void firstWordWhenTheStreamEndsIsAwaitedNoLonger() {
        client();
        Stream first = registry.opened().hello(true);
        awaitTold().until(() -> stream.connected() != null);

        CompletableFuture<Void> word = firstWords.of(HISTORY);
        first.end();

        awaitTold().until(word::isDone);
    }

    @Test
    void watchWhenManyUnknownNamesWereCalledStillAsksForAHostOutside() {
        client();
        registry.opened().hello(true);
        awaitTold().until(() -> stream.connected() != null);

        for (int i = 0; i < 2_000; i++) {
            firstWords.of(ServiceName.of("tenant-" + i));
        }
        assertThat(firstWords.of(HISTORY)).as("no first call waits any more").isNull();
        book.watch(ServiceName.of("api.example.com"), rules -> {});

        awaitTold().until(() -> registry.told().toString().contains("api.example.com"));
        assertThat(registry.told().toString()).contains("tenant-0").doesNotContain("tenant-1999");
    }

    @Test
    void watchWhenAHostOutsideIsCalledForTheFirstTimeAsksForItsRules() {
        client();
        Stream first = registry.opened().hello(true);
        awaitTold().until(() -> stream.connected() != null);
        AtomicReference<ServiceRules> inForce = new AtomicReference<>();

        book.watch(ServiceName.of("api.example.com"), inForce::set);
        awaitTold().until(() -> !registry.told().isEmpty());
        first.rules("api.example.com", "store", 0, 7, "services: { api.example.com: { timeout: 2s } }");

        awaitTold()
                .until(() ->
                        Duration.ofSeconds(2).equals(inForce.get().timeouts().total()));
        assertThat(registry.told().get(0).toString()).isEqualTo("{\"services\":[{\"name\":\"api.example.com\"}]}");
    }

    @Test
    void startWhenRulesSendCallsToAHostOutsideAsksForItsRules() {
        client();
        Stream first = registry.opened().hello(true);

        first.rules(
                "petdetails",
                "store",
                0,
                1,
                "services: { petdetails: { routes: [ { to: [ { service: api.example.com:443 } ] } ] } }");

        awaitTold()
                .untilAsserted(() -> assertThat(registry.told().toString())
                        .contains("{\"services\":[{\"name\":\"api.example.com\"}]}"));
    }

    @Test
    void endpointsWhenTheyChangeReachTheCallers() {
        client();
        Stream first = registry.opened().hello(true).endpoints("petdetails", "e.1", "a:9001", "b:9002");
        awaitPets("a", "b");

        first.change("petdetails", "e.2", "'put':[" + Stream.instances("c:9003") + "],'gone':['a']");

        awaitPets("b", "c");
        assertThat(pets.get().endpoints()).extracting(Endpoint::version).containsOnly("v1");
    }

    @Test
    void endpointsWhenOneIsGoneStayWithoutItWhateverThePollStillSays() {
        client();
        polled("a:9001", "b:9002");
        Stream first = registry.opened().hello(true).endpoints("petdetails", "e.1", "a:9001", "b:9002");
        awaitPets("a", "b");

        first.change("petdetails", "e.2", "'gone':['a']");
        awaitPets("b");
        polled("a:9001", "b:9002");

        assertThat(ids()).containsExactly("b");
    }

    @Test
    void endpointsWhenAllLeaveByTheirOwnWordAreGoneAtOnce() {
        client();
        Stream first = registry.opened().hello(true).endpoints("petdetails", "e.1", "a:9001", "b:9002");
        awaitPets("a", "b");

        first.change("petdetails", "e.2", "'gone':['a','b']");

        awaitPets();
    }

    @Test
    void endpointsWhenMostFallSilentTogetherAreHeld() {
        client();
        Stream first = registry.opened().hello(true).endpoints("petdetails", "e.1", "a:9001", "b:9002", "c:9003");
        awaitPets("a", "b", "c");

        first.change("petdetails", "e.2", "'lapsed':['a','b']");

        awaitTold().until(() -> pets.get().source().contains("2 held as doubtful"));
        assertThat(ids()).containsExactly("a", "b", "c");
    }

    @Test
    void endpointsWhenTheStreamEndsAreThoseOfThePoll() {
        client();
        polled("a:9001", "b:9002");
        Stream first = registry.opened().hello(true).endpoints("petdetails", "e.1", "a:9001");
        awaitPets("a");

        first.end();
        awaitTold().until(() -> stream.connected() == null);
        polled("a:9001", "b:9002");

        assertThat(ids()).containsExactly("a", "b");
    }

    @Test
    void endpointsWhenTheRegistryRestartsEmptyStay() {
        client();
        registry.opened()
                .hello(true)
                .endpoints("petdetails", "e.1", "a:9001", "b:9002", "c:9003")
                .end();
        awaitPets("a", "b", "c");

        Stream second = registry.opened().hello(false).endpoints("petdetails", "f.1");
        second.change("petdetails", "f.2", "'put':[" + Stream.instances("d:9004") + "]");
        awaitPets("a", "b", "c", "d");
        // Nobody else has come back until the registry takes itself for settled.
        second.say("settled", "{}").endpoints("petdetails", "f.3", "d:9004");

        awaitTold().until(() -> pets.get().source().contains("3 held as doubtful"));
        assertThat(ids()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void endpointsWhenTheRegistryHasSettledMayLeaveAgain() {
        client();
        polled("a:9001", "b:9002", "c:9003");
        Stream first = registry.opened().hello(false).endpoints("petdetails", "e.1", "a:9001", "b:9002");
        awaitTold().until(() -> !stream.endpoints().isEmpty());
        assertThat(ids()).containsExactly("a", "b", "c");

        first.say("settled", "{}");

        awaitPets("a", "b");
    }

    @Test
    void reconnectWhenSomethingIsKnownNamesItsVersions() {
        client();
        registry.opened()
                .hello(true)
                .endpoints("petdetails", "e.7", "a:9001")
                .rules("petdetails", "store", 2, 5, TWO_SECONDS)
                .end();
        awaitPets("a");

        Stream second = registry.opened();
        JsonNode known = second.asked("petdetails");

        assertThat(known.path("endpoints").asText()).isEqualTo("e.7");
        assertThat(known.path("rules").toString())
                .isEqualTo("{\"id\":\"store\",\"generation\":2,\"revision\":5,\"stamp\":0}");
        polled("a:9001", "z:9009");
        second.hello(true).change("petdetails", "e.7", "'put':[]");
        awaitPets("a");
    }

    @Test
    void reconnectWhenHeartbeatsFailToComeGoesElsewhere() {
        try (ScriptedRegistry other = new ScriptedRegistry(0)) {
            client(registry.url(), other.url());
            await().atMost(Duration.ofSeconds(30)).until(() -> registry.hasOpened() || other.hasOpened());
            ScriptedRegistry silent = registry.hasOpened() ? registry : other;
            ScriptedRegistry next = silent == registry ? other : registry;
            silent.opened().hello(true);

            next.opened().hello(true).endpoints("petdetails", "e.1", "a:9001");

            awaitPets("a");
        }
    }

    @Test
    void startWhenOnePeerRefusesTakesAnother() {
        try (ScriptedRegistry other = new ScriptedRegistry(0)) {
            other.refuseWith(503);
            client(registry.url(), other.url());

            registry.opened().hello(true).endpoints("petdetails", "e.1", "a:9001");

            awaitPets("a");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502})
    void startWhenTheRegistryHasTroubleAsksAgainSoon(int status) {
        registry.refuseWith(status);
        client();
        awaitTold().until(() -> registry.refused() > 0);

        registry.refuseWith(0);

        assertThat(registry.opened().asked("petdetails")).isNotNull();
    }

    @Test
    void startWhenTheRegistryOffersNoStreamAsksOnceAndPolls(CapturedOutput output) {
        registry.refuseWith(404);
        client();
        polled("a:9001");

        awaitTold().until(() -> output.getOut().contains("offers no stream"));

        assertThat(ids()).containsExactly("a");
        assertThat(registry.refused()).isEqualTo(1);
    }

    @Test
    void startWhenTheSecretIsWrongSaysWhatToDo(CapturedOutput output) {
        registry.refuseWith(401);
        client();

        awaitTold().until(() -> output.getOut().contains("(401): mesh.registry.join-secret is not its secret"));
        assertThat(registry.authorizations()).containsExactly("Basic bWVzaDpzM2NyZXQ=");
        assertThat(output.getOut()).doesNotContain("s3cret");
    }

    @Test
    void tellWhenTheRegistryHasForgottenTheStreamOpensAnother() {
        client();
        Stream first = registry.opened().hello(true);
        registry.answerWith(404);

        first.rules("petdetails", "store", 0, 1, TWO_SECONDS);

        assertThat(registry.opened().asked("petdetails")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 500})
    void tellWhenTheRegistryDoesNotTakeItTellsItAgain(int status) {
        client();
        Stream first = registry.opened().hello(true);
        registry.answerWith(status);
        first.rules("petdetails", "store", 0, 7, TWO_SECONDS);
        awaitTold().until(() -> registry.told().size() == 1);

        registry.answerWith(204);

        awaitTold().until(() -> registry.told().size() == 2);
        assertThat(registry.told().get(1)).isEqualTo(registry.told().get(0));
    }

    @Test
    void tellWhenTheRegistryCanNotUseItSaysSoAndTellsTheNextThing(CapturedOutput output) {
        client();
        Stream first = registry.opened().hello(true);
        registry.answerWith(413);
        first.rules("petdetails", "store", 0, 7, TWO_SECONDS);
        awaitTold().until(() -> output.getOut().contains("can't use what it is told of its stream (413)"));

        registry.answerWith(204);
        first.rules("petdetails", "store", 0, 8, FOUR_SECONDS);

        awaitTold().until(() -> registry.told().size() == 2);
        assertThat(registry.told().get(1).toString()).contains("\"revision\":8");
    }

    @Test
    void eventsWhenOneIsOfANewerRegistryPassItOver() {
        client();
        Stream first = registry.opened().hello(true).say("weather", "fine").say("weather", "{'later':true}");

        first.endpoints("petdetails", "e.1", "a:9001");

        awaitPets("a");
        assertThat(registry.hasOpened()).isFalse();
    }

    @Test
    void eventsWhenOneCanNotBeUsedBeginAnew() {
        client();
        registry.opened().hello(true).say("endpoints", "{'version':'e.1'}");

        registry.opened().hello(true).endpoints("petdetails", "e.1", "a:9001");

        awaitPets("a");
    }

    @Test
    void rulesWhenTheyComeAreInForceAndReported() {
        client();
        Stream first = registry.opened().hello(true);

        first.rules("petdetails", "store", 0, 7, TWO_SECONDS);

        awaitTold()
                .untilAsserted(() -> assertThat(registry.told())
                        .extracting(JsonNode::toString)
                        .containsExactly(
                                "{\"reports\":[{\"service\":\"petdetails\",\"store\":{\"id\":\"store\",\"generation\":0},"
                                        + "\"revision\":7,\"stamp\":0,\"applied\":true}]}"));
        assertThat(timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(book.effective(PETS).sources().get(Part.TIMEOUT)).contains("revision 7");
        assertThat(rules.revision(PETS)).isEqualTo(7);
    }

    @Test
    void rulesWhenTheyAreTakenOutOfTheStoreAreNoLongerInForce() {
        client();
        Stream first = registry.opened().hello(true).rules("petdetails", "store", 0, 7, TWO_SECONDS);
        awaitTold().until(() -> Duration.ofSeconds(2).equals(timeout()));

        first.rules("petdetails", "store", 0, 8, null);

        awaitTold().until(() -> timeout() == null);
        assertThat(rules.revision(PETS)).isEqualTo(8);
    }

    @Test
    void rulesWhenTheyMakeNoSenseLeaveInForceWhatWasGood(CapturedOutput output) {
        client();
        Stream first = registry.opened().hello(true).rules("petdetails", "store", 0, 7, TWO_SECONDS);
        awaitTold().until(() -> registry.told().size() == 1);

        first.rules("petdetails", "store", 0, 8, NONSENSE);

        awaitTold().until(() -> registry.told().size() == 2);
        JsonNode report = registry.told().get(1).path("reports").get(0);
        assertThat(report.path("applied").asBoolean()).isFalse();
        assertThat(report.path("reason").asText()).contains("revision 8:1:").contains("timeout: \"soon\"");
        assertThat(timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(output).containsOnlyOnce("Rules refused; what was good before stays in force");
    }

    @Test
    void rulesWhenTheyContradictAnotherSourceLeaveInForceWhatWasGood() {
        client();
        Stream first = registry.opened().hello(true).rules("petdetails", "store", 0, 7, TWO_SECONDS);
        awaitTold().until(() -> registry.told().size() == 1);

        first.rules("petdetails", "store", 0, 8, "services: { petdetails: { timeout: 1s, attempt-timeout: 3s } }");

        awaitTold().until(() -> registry.told().size() == 2);
        assertThat(registry.told().get(1).toString()).contains("\"applied\":false");
        assertThat(timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(book.problems()).isEmpty();
    }

    @Test
    void rulesWhenAListenerFailsOnThemAreInForceAndReportedSo(CapturedOutput output) {
        client();
        book.watchAll((service, changed) -> {
            throw new IllegalStateException("nobody expects this");
        });

        registry.opened().hello(true).rules("petdetails", "store", 0, 7, TWO_SECONDS);

        awaitTold().until(() -> registry.told().size() == 1);
        assertThat(registry.told().get(0).toString()).contains("\"revision\":7,", "\"applied\":true");
        assertThat(timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(rules.revision(PETS)).isEqualTo(7);
        assertThat(output).contains("nobody expects this");
    }

    @Test
    void rulesWhenTheStoreIsOlderOrAnotherAreNotObeyed(CapturedOutput output) {
        client();
        Stream first = registry.opened().hello(true).rules("petdetails", "store", 1, 7, TWO_SECONDS);
        awaitTold().until(() -> registry.told().size() == 1);

        first.rules("petdetails", "store", 1, 6, FOUR_SECONDS)
                .rules("petdetails", "store", 0, 9, FOUR_SECONDS)
                .rules("petdetails", "other", 1, 9, FOUR_SECONDS)
                .rules("petdetails", "other", 1, 9, FOUR_SECONDS);

        awaitTold().until(() -> output.getOut().contains("the store other"));
        assertThat(timeout()).isEqualTo(Duration.ofSeconds(2));
        awaitTold()
                .untilAsserted(() ->
                        assertThat(registry.told().toString()).contains("other").contains("\"applied\":false"));
        assertThat(output.getOut().split("meshctl adopt", -1)).hasSize(2);
        assertThat(rules.standings().get(PETS).refused().reason()).contains("does not follow what is in force");
    }

    @Test
    void rulesWhenTheStoreIsOfAnotherHistoryAreNotObeyed() {
        client();
        Stream first = registry.opened().hello(true).rules("petdetails", "store", 1, 7, TWO_SECONDS);
        awaitTold().until(() -> registry.told().size() == 1);

        first.say(
                "rules",
                "{'service':'petdetails','store':{'id':'store','generation':1},'revision':8,'stamp':80,"
                        + "'follows':false,'document':'" + FOUR_SECONDS + "','withheld':[]}");

        awaitTold().until(() -> registry.told().size() == 2);
        assertThat(registry.told().get(1).toString()).contains("\"stamp\":80").contains("\"applied\":false");
        assertThat(timeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void rulesWhenAnotherStoreIsDeclaredValidAreObeyed() {
        client();
        Stream first = registry.opened().hello(true).rules("petdetails", "store", 1, 7, TWO_SECONDS);
        awaitTold().until(() -> registry.told().size() == 1);

        first.rules("petdetails", "other", 2, 1, FOUR_SECONDS);

        awaitTold().until(() -> Duration.ofSeconds(4).equals(timeout()));
    }

    @Test
    void rulesWhenPartsAreWithheldAreAskedForAgain(CapturedOutput output) {
        client();
        registry.opened()
                .hello(true)
                .rules("petdetails", "store", 0, 7, TWO_SECONDS, "{'part':'routes','needs':['routes.match.moon']}")
                .end();

        JsonNode asked = registry.opened().asked("petdetails");
        assertThat(asked.path("again").asBoolean()).isTrue();
        assertThat(asked.path("rules").path("revision").asInt()).isEqualTo(7);
        assertThat(timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(output).contains("routes (needs routes.match.moon)");
    }

    @Test
    void startWhenThereIsNoRegistryGoesByTheRulesOfAnEarlierLife() {
        client();
        registry.opened().hello(true).rules("petdetails", "store", 1, 7, TWO_SECONDS);
        awaitTold().until(() -> Files.exists(folder.resolve("rules.json")));
        registry.close();

        client();

        assertThat(timeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void startWhenTheStoreIsOlderThanInAnEarlierLifeIsNotFooled() {
        client();
        registry.opened().hello(true).rules("petdetails", "store", 1, 7, TWO_SECONDS);
        awaitTold().until(() -> Files.exists(folder.resolve("rules.json")));

        client();
        Stream second = registry.opened();
        while (second.asked("petdetails").path("rules").isMissingNode()) {
            second = registry.opened();
        }
        second.hello(true).rules("petdetails", "store", 1, 3, FOUR_SECONDS);

        awaitTold().untilAsserted(() -> assertThat(registry.told().toString()).contains("\"applied\":false"));
        assertThat(timeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void startWhenItRunsTakesTwoThreads() {
        client();
        registry.opened().hello(true);
        awaitTold().until(() -> stream.connected() != null);

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .filteredOn(name -> name.equals("mesh-stream"))
                .hasSize(1);
    }

    private void client() {
        client(registry.url());
    }

    private void client(String... urls) {
        streams.forEach(WatchStream::stop);
        RegistrySource source = new RegistrySource(listener -> poll = listener);
        directory = new Directory(List.of(source), Map.of(), LastKnownGood.none());
        directory.start();
        book = new RuleBook(
                List.of(new RuleDocument("built in", EnumSet.allOf(Part.class), ServiceRules.defaults())), true);
        rules = new StoreRules(book, folder.resolve("rules.json"), Runnable::run);
        rules.restore();
        directory.watch(PETS, pets::set);
        stream = new WatchStream(
                new StreamIdentity("petservice", "petservice-1", "1", KeyPaths.all()),
                Arrays.stream(urls).map(url -> RegistryPeer.of(url, "s3cret")).toList(),
                source,
                new InstanceMapping(),
                rules,
                book,
                firstWords,
                List.of(),
                new Random(1),
                null);
        streams.add(stream);
        stream.start();
    }

    private void polled(String... addresses) {
        List<Endpoint> endpoints = Arrays.stream(addresses)
                .map(address -> address.split(":"))
                .map(parts -> Endpoint.of(parts[0], "127.0.0.1", Integer.parseInt(parts[1])))
                .toList();
        poll.accept(SourceAnswer.everything(Map.of(PETS, endpoints)));
    }

    private List<String> ids() {
        return pets.get().endpoints().stream().map(Endpoint::id).toList();
    }

    private Duration timeout() {
        return book.rules(PETS).timeouts().total();
    }

    private void awaitPets(String... ids) {
        awaitTold().untilAsserted(() -> assertThat(ids()).containsExactly(ids));
    }

    private static ConditionFactory awaitTold() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
    }
}
