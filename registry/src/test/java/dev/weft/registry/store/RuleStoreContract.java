package dev.weft.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What holds on every kind of database. */
abstract class RuleStoreContract {

    static final ServiceName PETS = ServiceName.of("petdetails");
    private static final ServiceName HISTORY = ServiceName.of("petmedicalhistory");

    private OpenStore store;

    /** The same database, each time, throughout a test. */
    abstract OpenStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    OpenStore store() {
        return store;
    }

    RuleStore rules() {
        return store.rules();
    }

    /** That the rules are at this revision. */
    Precondition.At at(long number) {
        Revision latest = rules().held().of(PETS);
        Revision seen = latest != null && latest.number() == number ? latest : rules().find(PETS, number);
        return new Precondition.At(rules().held().position().at(seen));
    }

    static Change change(String document) {
        return new Change(PETS, "alice", "why not", document, null);
    }

    @Test
    void snapshotWhenNothingWasStoredIsAtRevisionNone() {
        assertThat(rules().snapshot().revision()).isEqualTo(Revision.NONE);
        assertThat(rules().snapshot().of(PETS)).isNull();
        assertThat(rules().history(null, null, Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void commitWhenNothingIsStoredMakesTheFirstRevision() {
        Revision made = rules().commit(change("routes: []"), at(Revision.NONE));

        assertThat(made.number()).isEqualTo(1);
        assertThat(made.author()).isEqualTo("alice");
        assertThat(made.comment()).isEqualTo("why not");
        assertThat(rules().snapshot().of(PETS)).isEqualTo(made);
        assertThat(rules().find(PETS, 1)).isEqualTo(made);
    }

    @Test
    void commitWhenAnotherServiceWasChangedMeanwhileIsMade() {
        rules().commit(change("a"), new Precondition.Absent());
        rules().commit(new Change(HISTORY, "bob", "", "b", null), new Precondition.Absent());

        Revision made = rules().commit(change("c"), at(1));

        assertThat(made.number()).isEqualTo(3);
        assertThat(rules().snapshot().revision()).isEqualTo(3);
    }

    @Test
    void commitWhenSomebodyElseWasFirstIsRefused() {
        rules().commit(change("a"), new Precondition.Absent());
        Revision theirs = rules().commit(change("b"), at(1));

        assertThatThrownBy(() -> rules().commit(change("mine"), at(1)))
                .isInstanceOfSatisfying(
                        StaleRevisionException.class,
                        stale -> assertThat(stale.latest()).isEqualTo(theirs));
        assertThat(rules().snapshot().revision()).isEqualTo(2);
    }

    @Test
    void commitWhenItIsRefusedForWhatNobodyHasSeenYetPublishesThat() throws Exception {
        try (OpenStore other = open()) {
            Revision theirs = other.rules().commit(change("theirs"), new Precondition.Absent());
            assertThat(rules().held().of(PETS)).isNull();

            assertThatThrownBy(() -> rules().commit(change("mine"), new Precondition.Absent()))
                    .isInstanceOfSatisfying(
                            StaleRevisionException.class,
                            stale -> assertThat(stale.latest()).isEqualTo(theirs));

            assertThat(rules().held().of(PETS)).isEqualTo(theirs);
        }
    }

    @Test
    void commitWhenItIsAskedForASecondTimeIsMadeOnce() {
        rules().commit(change("a"), new Precondition.Absent());
        Revision made = rules().commit(change("b"), at(1));

        assertThat(rules().commit(change("b"), at(1))).isEqualTo(made);
        assertThat(rules().snapshot().revision()).isEqualTo(2);
    }

    @Test
    void commitWhenItIsOfHttpRoutesLeavesAloneWhatPeopleHaveStored() {
        Revision peoples = rules().commit(change("a"), new Precondition.Absent());
        Change change = new Change(PETS, Origin.HTTP_ROUTES, "kubernetes", "", "routes", null);

        Revision routes = rules().commit(change, new Precondition.Absent());

        assertThat(rules().snapshot().of(PETS)).isEqualTo(peoples);
        assertThat(rules().snapshot().routesOf(PETS)).isEqualTo(routes);
        assertThat(rules().snapshot().at(PETS).revision()).isEqualTo(1);
        assertThat(rules().snapshot().lastAt(PETS).revision()).isEqualTo(2);
        assertThat(rules().before(PETS, Origin.PEOPLE, Long.MAX_VALUE)).isEqualTo(peoples);
        assertThat(rules().commit(change("b"), at(1)).number()).isEqualTo(3);
        assertThat(rules().snapshot().routesOf(PETS)).isEqualTo(routes);
    }

    @Test
    void snapshotWhenTheStoreIsOpenedAnewHasWhatBothSidesSaid() throws Exception {
        rules().commit(
                        new Change(PETS, Origin.HTTP_ROUTES, "kubernetes", "", "routes", null),
                        new Precondition.Absent());
        rules().commit(change("a"), new Precondition.Absent());

        try (OpenStore again = open()) {
            assertThat(again.rules().held().latest()).isEqualTo(rules().held().latest());
            assertThat(again.rules().held().routes()).isEqualTo(rules().held().routes());
            assertThat(again.rules().held().routesOf(PETS)).isNotNull();
        }
    }

    @Test
    void historyWhenOneSideIsAskedForHasItsRevisionsOnly() {
        rules().commit(change("a"), new Precondition.Absent());
        rules().commit(
                        new Change(PETS, Origin.HTTP_ROUTES, "kubernetes", "", "routes", null),
                        new Precondition.Absent());
        rules().commit(change("b"), at(1));

        assertThat(rules().history(PETS, Origin.PEOPLE, Long.MAX_VALUE, 10))
                .extracting(Entry::number)
                .containsExactly(3L, 1L);
        assertThat(rules().history(null, Origin.HTTP_ROUTES, Long.MAX_VALUE, 10))
                .extracting(Entry::number)
                .containsExactly(2L);
        assertThat(rules().history(HISTORY, Origin.PEOPLE, Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void commitWhenRulesAreRemovedKeepsTheirHistory() {
        rules().commit(change("a"), new Precondition.Absent());
        rules().commit(change(null), at(1));
        rules().commit(new Change(PETS, "bob", "back", "a", 1L), new Precondition.Absent());

        assertThat(rules().history(PETS, null, Long.MAX_VALUE, 10))
                .extracting(Entry::number, Entry::removes, Entry::restores)
                .containsExactly(tuple(3L, false, 1L), tuple(2L, true, null), tuple(1L, false, null));
        assertThat(rules().history(PETS, null, 3, 1)).extracting(Entry::number).containsExactly(2L);
        assertThat(rules().before(PETS, Origin.PEOPLE, 2))
                .extracting(Revision::document)
                .isEqualTo("a");
        assertThat(rules().before(PETS, Origin.PEOPLE, 1)).isNull();
    }

    @Test
    void openWhenTheStoreWasUsedBeforeIsTheSameStore() throws Exception {
        Revision made = rules().commit(change("a: \"ä\"\n"), new Precondition.Absent());
        String id = rules().snapshot().store();
        store.close();

        openStore();

        assertThat(rules().snapshot().store()).isEqualTo(id);
        assertThat(rules().snapshot().of(PETS)).isEqualTo(made);
    }

    @Test
    void adoptRaisesTheGenerationAboveAllThatIsKnown() throws Exception {
        Revision made = rules().commit(change("a"), new Precondition.Absent());

        assertThat(rules().adopt(6, "alice", "from Monday").generation()).isEqualTo(7);

        assertThat(rules().snapshot().position())
                .isEqualTo(new StorePosition(rules().snapshot().store(), 7, made.number(), made.stamp()));
        assertThat(rules().adopt(0, "bob", "").generation()).isEqualTo(8);
        closeStore();
        openStore();
        assertThat(rules().snapshot().position().generation()).isEqualTo(8);
        assertThat(rules().adoptions())
                .extracting(Adoption::generation, Adoption::revision, Adoption::author, Adoption::comment)
                .containsExactly(tuple(8L, 1L, "bob", ""), tuple(7L, 1L, "alice", "from Monday"));
    }

    @Test
    void changeWhenSomebodyListensIsHeld() {
        List<Long> heard = new ArrayList<>();
        rules().onChange(() -> heard.add(rules().held().revision()));

        rules().commit(change("a"), new Precondition.Absent());
        rules().commit(change("a"), new Precondition.Absent());
        rules().commit(change("b"), at(1));

        assertThat(heard).containsExactly(1L, 2L);
    }

    @Test
    void commitWhenWhatWasSeenIsOfAnotherHistoryIsRefused() {
        Revision made = rules().commit(change("a"), new Precondition.Absent());
        StorePosition at = rules().held().position().at(made);

        List.of(
                        new StorePosition("another", at.generation(), at.revision(), at.stamp()),
                        new StorePosition(at.store(), at.generation() + 1, at.revision(), at.stamp()),
                        new StorePosition(at.store(), at.generation(), at.revision(), at.stamp() + 1))
                .forEach(seen -> assertThatThrownBy(() -> rules().commit(change("b"), new Precondition.At(seen)))
                        .isInstanceOf(StaleRevisionException.class));
        assertThat(rules().commit(change("b"), new Precondition.At(at)).number())
                .isEqualTo(2);
    }

    @Test
    void mayFollowWhenAnotherHistoryHasTheSameNumbersKnowsItsOwn() {
        Revision first = rules().commit(change("a"), new Precondition.Absent());
        rules().commit(change("b"), at(1));
        Snapshot now = rules().snapshot();
        StorePosition known = now.position().at(first);

        assertThat(now.mayFollow(known)).isTrue();
        assertThat(now.mayFollow(
                        new StorePosition(known.store(), known.generation(), known.revision(), known.stamp() + 1)))
                .isFalse();
        assertThat(now.mayFollow(new StorePosition(known.store(), known.generation(), 3, 1)))
                .isFalse();
        assertThat(now.mayFollow(new StorePosition("another", 0, Revision.NONE, Revision.NO_STAMP)))
                .isTrue();
        assertThat(now.mayFollow(new StorePosition("another", 1, Revision.NONE, Revision.NO_STAMP)))
                .as("what was declared valid is not left")
                .isFalse();
    }

    @Test
    void troubleWhenTheDatabaseCanBeReadButNotWrittenLastsUntilItCan() {
        rules().commit(change("a"), new Precondition.Absent());
        JdbcClient database = JdbcClient.create(store.pool());
        String onlyNew = store.pool().getJdbcUrl().startsWith("jdbc:h2:") ? " nocheck" : " not valid";
        database.sql("alter table store add constraint no_store check (generation < 0)" + onlyNew)
                .update();
        database.sql("alter table revision add constraint no_revision check (number < 0)" + onlyNew)
                .update();
        assertThatThrownBy(() -> rules().commit(change("b"), at(1))).isInstanceOf(StoreUnavailableException.class);

        assertThat(rules().snapshot().revision()).isEqualTo(1);
        assertThat(rules().trouble()).isNotNull();

        database.sql("alter table store drop constraint no_store").update();
        database.sql("alter table revision drop constraint no_revision").update();
        await().untilAsserted(() -> {
            assertThat(rules().snapshot().revision()).isEqualTo(1);
            assertThat(rules().trouble()).isNull();
        });
        assertThat(rules().commit(change("b"), at(1)).number()).isEqualTo(2);
    }

    @Test
    void commitWhenManyWritersMeetLosesNobodysChange() throws Exception {
        int writers = 4;
        int each = 25;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Callable<List<Long>>> work = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                String name = "writer-" + i;
                work.add(() -> write(name, each));
            }
            List<Long> acknowledged = new ArrayList<>();
            for (Future<List<Long>> numbers : threads.invokeAll(work)) {
                acknowledged.addAll(numbers.get());
            }

            assertThat(acknowledged)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, writers * each).boxed().toList());
            assertThat(rules().history(PETS, null, Long.MAX_VALUE, 200)).hasSize(writers * each);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Tries each change again until it is made, always knowing what it changes; what it sees never goes back. */
    private List<Long> write(String name, int changes) {
        List<Long> made = new ArrayList<>();
        long seen = 0;
        while (made.size() < changes) {
            Snapshot now = rules().snapshot();
            assertThat(now.revision()).isGreaterThanOrEqualTo(seen);
            seen = now.revision();
            Revision latest = now.of(PETS);
            long base = latest == null ? Revision.NONE : latest.number();
            try {
                made.add(rules().commit(change(name + " " + made.size()), at(base))
                        .number());
            } catch (StaleRevisionException e) {
                assertThat(e.latest().number()).isGreaterThan(base);
            }
        }
        return made;
    }
}
