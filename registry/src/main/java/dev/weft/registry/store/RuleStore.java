package dev.weft.registry.store;

import dev.weft.mesh.model.ServiceName;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

    private final RevisionTable table;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Disk disk;
    private final Clock clock;
    private final Pause pause = new Pause();

    private final Lock writing = new ReentrantLock();
    private final Lock publishing = new ReentrantLock();

    // Written under publishing.
    private volatile Snapshot published;

    RuleStore(JdbcClient jdbc, TransactionTemplate transactions, Disk disk, Clock clock) {
        this.table = new RevisionTable(jdbc);
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.disk = disk;
        this.clock = clock;
        List<Revision> latest = table.latest();
        disk.flush(jdbc);
        this.published = new Snapshot(table.store(), Revision.NONE, Map.of()).after(latest);
    }

    /** What holds now; while the database doesn't answer, what held last. */
    public Snapshot snapshot() {
        if (disk == Disk.SERVER && pause.isOver()) {
            try {
                publish();
                pause.end();
            } catch (DataAccessException e) {
                pause.begin();
            }
        }
        return published;
    }

    /**
     * Makes a change. One that was made already, so that it would change nothing, is not made twice: whoever got no answer
     * can ask again.
     *
     * @return the service's latest revision: the new one, or the one that says the same
     * @throws StaleRevisionException if the condition does not hold
     * @throws StoreUnavailableException if the database does not take it
     */
    public Revision commit(Change change, Precondition condition) {
        // Held while the database works: who waits here would wait there.
        writing.lock();
        try {
            Revision latest = Objects.requireNonNull(transactions.execute(status -> append(change, condition)));
            disk.flush(jdbc);
            publish();
            return latest;
        } catch (DataAccessException | TransactionException e) {
            throw new StoreUnavailableException(true, e);
        } finally {
            writing.unlock();
        }
    }

    private Revision append(Change change, Precondition condition) {
        table.lock();
        Revision latest = table.latest(change.service());
        if (latest != null && Objects.equals(latest.document(), change.document())) {
            return latest;
        }
        if (!condition.holds(latest)) {
            throw new StaleRevisionException(change, latest);
        }
        Revision next = new Revision(
                table.last() + 1,
                change.service(),
                change.author(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                change.comment(),
                change.document(),
                change.restores());
        table.add(next);
        return next;
    }

    /** A revision of a service, or null if there is none of this number. */
    public @Nullable Revision find(ServiceName service, long number) {
        return number > snapshot().revision() ? null : asked(() -> table.find(service, number));
    }

    /**
     * The revisions before a number, the latest first.
     *
     * @param service whose, or null for all
     */
    public List<Revision> history(@Nullable ServiceName service, long before, int limit) {
        long end = Math.min(before, snapshot().revision() + 1);
        return asked(() -> table.page(service, end, limit));
    }

    private void publish() {
        List<Revision> newer = table.after(published.revision());
        publishing.lock();
        try {
            // Another thread may have published the same meanwhile, or more: what holds never goes back.
            long known = published.revision();
            published = published.after(
                    newer.stream().filter(its -> its.number() > known).toList());
        } finally {
            publishing.unlock();
        }
    }

    private static <T extends @Nullable Object> T asked(Supplier<T> query) {
        try {
            return query.get();
        } catch (DataAccessException e) {
            throw new StoreUnavailableException(false, e);
        }
    }
}
