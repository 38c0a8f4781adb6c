package dev.weft.registry.store;

import dev.weft.mesh.model.ServiceName;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Services' rules and their whole history.
 *
 * <p>A change is on disk before its author hears of it, and before any reader sees it: an embedded database shows what it
 * commits before it is written, so what holds is published from here, after the flush. Whoever has seen a revision sees it
 * again after a crash. What holds is also in memory, and is read on while the database is gone. Thread-safe.
 */
public final class RuleStore {

    private static final Logger LOG = LoggerFactory.getLogger(RuleStore.class);

    /** As many as all readers of JSON can tell apart. */
    private static final long MOST_STAMPS = 1L << 53;

    /** So long a writer waits for those before it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String READERS = "who reads it";

    private final RevisionTable table;
    private final DataSource database;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Disk disk;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();
    private final Pause reads = new Pause();
    private final Pause probes = new Pause();

    private final Refreshes refreshes;
    private final Lock writing = new ReentrantLock();
    private final Publication publication;
    private final boolean isNew;

    /** Why what is stored can't be read, or may not be followed. */
    private volatile @Nullable String unread;

    /** Why the last change was not made. */
    private volatile @Nullable String unwritten;

    RuleStore(DataSource database, TransactionTemplate transactions, Disk disk, Clock clock) {
        this.database = database;
        this.jdbc = JdbcClient.create(database);
        this.table = new RevisionTable(jdbc);
        this.transactions = transactions;
        this.disk = disk;
        this.clock = clock;
        List<Revision> latest = table.latest();
        disk.flush(jdbc);
        this.refreshes = new Refreshes(this::refresh);
        this.publication = new Publication(Snapshot.of(table.position(), latest, table.stamps()));
        this.isNew = table.hasNamed();
    }

    /** What held when it was last asked for: needs no database. */
    public Snapshot held() {
        return publication.held();
    }

    /** Has this called, quickly, after each change of what is {@link #held()}. */
    public void onChange(Runnable listener) {
        publication.listen(listener);
    }

    /** Whether it was first used by this process. */
    public boolean isNew() {
        return isNew;
    }

    /** Why the database takes no changes, as far as it is known, or null. */
    public @Nullable String trouble() {
        String why = unread;
        return why == null ? unwritten : why;
    }

    /** What holds now; while the database doesn't answer at once, what held last. */
    public Snapshot snapshot() {
        boolean worthALook = disk == Disk.SERVER || trouble() != null;
        if (worthALook && reads.isOver()) {
            refreshes.await();
            if (refreshes.isStuck()) {
                unread = "the database has not answered for a while";
            }
        }
        return held();
    }

    /**
     * What holds now.
     *
     * @throws StoreUnavailableException if the database does not answer
     */
    public Snapshot latest() {
        return asked(() -> {
            publish();
            return held();
        });
    }

    private void refresh() {
        try {
            publish();
            reads.end();
        } catch (RuntimeException e) {
            // Whatever it is, readers go on by what held last, and the next look may find it mended.
            if (unread == null) {
                LOG.warn("What was read last holds on: what is stored can't be read", e);
            }
            unread = words(e);
            disk.reconnect(database);
            reads.begin();
            return;
        }
        if (unwritten != null && probes.isOver()) {
            probe();
        }
    }

    /** Whether a database takes changes again shows only when it is given one. */
    private void probe() {
        try {
            table.touch();
            disk.flush(jdbc);
            unwritten = null;
            probes.end();
        } catch (RuntimeException e) {
            unwritten = words(e);
            disk.reconnect(database);
            probes.begin();
        }
    }

    /**
     * Makes a change. One that was made already, so that it would change nothing, is not made twice: whoever got no answer
     * can ask again.
     *
     * @return the service's latest revision from that side: the new one, or the one that says the same
     * @throws StaleRevisionException if the condition does not hold
     * @throws StoreBehindException if the database is older than what was read from here, or another one
     * @throws StoreUnavailableException if the database does not take it
     */
    public Revision commit(Change change, Precondition condition) {
        return written(() -> append(change, condition));
    }

    /**
     * Declares what is stored valid for everybody, although it may be older than what they know, or another store.
     *
     * @param known the highest generation that anybody knows
     * @param author the login that declares it
     * @return what the store is at from now on
     * @throws StoreUnavailableException if the database does not take it
     */
    public StorePosition adopt(long known, String author, String comment) {
        return written(() -> {
            table.lock();
            StorePosition there = table.position();
            long highest = Math.max(known, held().position().generation());
            long next = Math.max(highest, there.generation()) + 1;
            table.setGeneration(next);
            table.add(new Adoption(next, there.revision(), author, now(), comment));
            LOG.info("{} has declared valid what is stored: {} is of generation {} now", author, there, next);
            return new StorePosition(there.store(), next, there.revision(), there.stamp());
        });
    }

    /** Who has ever declared the store valid, the latest first. */
    public List<Adoption> adoptions() {
        return asked(table::adoptions);
    }

    private <T> T written(Supplier<T> work) {
        // Held while the database works: who waits here would wait there, but not for ever.
        if (!locked()) {
            throw new StoreUnavailableException(false, null);
        }
        try {
            T made = transacted(work);
            publish();
            unwritten = null;
            return made;
        } catch (DataAccessException | TransactionException e) {
            unwritten = words(e);
            throw new StoreUnavailableException(true, e);
        } finally {
            writing.unlock();
        }
    }

    private <T> T transacted(Supplier<T> work) {
        try {
            return Objects.requireNonNull(transactions.execute(status -> work.get()));
        } catch (StaleRevisionException e) {
            // It shows what was committed, perhaps by a write that failed only after that.
            publish();
            throw e;
        }
    }

    private boolean locked() {
        try {
            return writing.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Revision append(Change change, Precondition condition) {
        table.lock();
        StorePosition there = table.position();
        if (!there.mayFollow(held().position(), table::stamp)) {
            throw new StoreBehindException(there, READERS, held().position());
        }
        Revision latest = table.latest(change.service(), change.origin());
        if (latest != null && Objects.equals(latest.document(), change.document())) {
            return latest;
        }
        if (!condition.holds(there, latest)) {
            throw new StaleRevisionException(change, latest);
        }
        Revision next = new Revision(
                there.revision() + 1,
                change.service(),
                change.origin(),
                change.author(),
                now(),
                change.comment(),
                change.document(),
                change.restores(),
                random.nextLong(1, MOST_STAMPS));
        table.add(next);
        return next;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** A revision of a service, or null if there is none of this number. */
    public @Nullable Revision find(ServiceName service, long number) {
        return number > snapshot().revision() ? null : asked(() -> table.find(service, number));
    }

    /** The last revision of a service before a number from one side, or null if there is none. */
    public @Nullable Revision before(ServiceName service, Origin origin, long number) {
        return asked(() -> table.before(service, origin, number));
    }

    /**
     * The revisions before a number, the latest first.
     *
     * @param service whose, or null for all
     * @param origin from which side, or null for both
     */
    public List<Entry> history(@Nullable ServiceName service, @Nullable Origin origin, long before, int limit) {
        long end = Math.min(before, snapshot().revision() + 1);
        return asked(() -> table.page(service, origin, end, limit));
    }

    private void publish() {
        Snapshot before = held();
        StorePosition there = table.position();
        if (there.equals(before.position())) {
            unread = null;
        } else if (there.mayFollow(before.position(), table::stamp)) {
            Snapshot next = read(there, before);
            // It may have been committed by a write that failed only after that.
            disk.flush(jdbc);
            publication.offer(next);
            unread = null;
        } else {
            fallBehind(there, before.position());
        }
    }

    private Snapshot read(StorePosition there, Snapshot before) {
        boolean same = there.store().equals(before.store())
                && there.generation() == before.position().generation();
        return same ? before.after(table.after(before.revision())) : Snapshot.of(there, table.latest(), table.stamps());
    }

    private void fallBehind(StorePosition there, StorePosition known) {
        String words = String.valueOf(new StoreBehindException(there, READERS, known).getMessage());
        if (!words.equals(unread)) {
            LOG.warn("What was read last holds on: {}", words);
        }
        unread = words;
    }

    private static String words(Exception e) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        return "the database does not answer, or can't write: " + cause.getMessage();
    }

    private static <T extends @Nullable Object> T asked(Supplier<T> query) {
        try {
            return query.get();
        } catch (DataAccessException e) {
            throw new StoreUnavailableException(false, e);
        }
    }
}
