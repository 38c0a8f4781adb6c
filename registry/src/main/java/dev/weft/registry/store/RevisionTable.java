package dev.weft.registry.store;

import dev.weft.mesh.model.ServiceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements. Revisions are added and read, and nothing else is ever done to them. */
final class RevisionTable {

    private static final String LISTED = "number, service, origin, author, written, comment, restores";
    private static final String COLUMNS = LISTED + ", document, stamp";

    private final JdbcClient jdbc;
    private volatile boolean named;

    RevisionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How far the store has come. It is given a name when it is first used, and keeps it. */
    StorePosition position() {
        return asked().orElseGet(this::named);
    }

    /** Whether the store got its name from here. */
    boolean hasNamed() {
        return named;
    }

    private Optional<StorePosition> asked() {
        return jdbc.sql("select id, generation, coalesce(number, 0) as last, coalesce(stamp, 0) as mark from store"
                        + " left join revision on number = (select max(number) from revision)")
                .query((row, index) -> new StorePosition(
                        row.getString("id"), row.getLong("generation"), row.getLong("last"), row.getLong("mark")))
                .optional();
    }

    private StorePosition named() {
        try {
            jdbc.sql("insert into store (id) values (?)")
                    .param(UUID.randomUUID().toString())
                    .update();
            named = true;
        } catch (DuplicateKeyException e) {
            // Another peer was first: its name holds.
        }
        return asked().orElseThrow();
    }

    void setGeneration(long generation) {
        jdbc.sql("update store set generation = ?").param(generation).update();
    }

    /** Writes what is there already. */
    void touch() {
        jdbc.sql("update store set generation = generation").update();
    }

    /** Makes all other writers wait until this transaction ends, so that numbers become visible in their order. */
    void lock() {
        jdbc.sql("select id from store for update").query(String.class).single();
    }

    void add(Revision revision) {
        jdbc.sql("insert into revision (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(revision.number())
                .param(revision.service().value())
                .param(revision.origin().name())
                .param(revision.author())
                .param(OffsetDateTime.ofInstant(revision.time(), ZoneOffset.UTC))
                .param(revision.comment())
                .param(revision.restores())
                .param(revision.document())
                .param(revision.stamp())
                .update();
    }

    /** The stamp of a revision, or {@link Revision#NO_STAMP} if there is none. */
    long stamp(long number) {
        return jdbc.sql("select stamp from revision where number = ?")
                .param(number)
                .query(Long.class)
                .optional()
                .orElse(Revision.NO_STAMP);
    }

    /** The stamps of all revisions. */
    Stamps stamps() {
        Stamps.Builder stamps = new Stamps.Builder();
        jdbc.sql("select number, stamp from revision")
                .query((RowCallbackHandler) row -> stamps.put(row.getLong("number"), row.getLong("stamp")));
        return stamps.build();
    }

    void add(Adoption adoption) {
        jdbc.sql("insert into adoption (generation, revision, author, written, comment) values (?, ?, ?, ?, ?)")
                .param(adoption.generation())
                .param(adoption.revision())
                .param(adoption.author())
                .param(OffsetDateTime.ofInstant(adoption.time(), ZoneOffset.UTC))
                .param(adoption.comment())
                .update();
    }

    /** The latest first. */
    List<Adoption> adoptions() {
        return jdbc.sql("select generation, revision, author, written, comment from adoption order by generation desc")
                .query((row, index) -> new Adoption(
                        row.getLong("generation"),
                        row.getLong("revision"),
                        row.getString("author"),
                        written(row),
                        row.getString("comment")))
                .list();
    }

    /** The latest revision of a service from one side, or null. */
    @Nullable
    Revision latest(ServiceName service, Origin origin) {
        return before(service, origin, Long.MAX_VALUE);
    }

    /** The latest revision of every service from each side, in the order of their numbers. */
    List<Revision> latest() {
        return jdbc.sql("select " + COLUMNS + " from revision where number in"
                        + " (select max(number) from revision group by service, origin) order by number")
                .query(RevisionTable::read)
                .list();
    }

    /** Everything later than a revision, in order. */
    List<Revision> after(long number) {
        return jdbc.sql("select " + COLUMNS + " from revision where number > ? order by number")
                .param(number)
                .query(RevisionTable::read)
                .list();
    }

    /** A revision of a service, or null. */
    @Nullable
    Revision find(ServiceName service, long number) {
        return jdbc.sql("select " + COLUMNS + " from revision where number = ? and service = ?")
                .param(number)
                .param(service.value())
                .query(RevisionTable::read)
                .optional()
                .orElse(null);
    }

    /** The last revision of a service before a number from one side, or null. */
    @Nullable
    Revision before(ServiceName service, Origin origin, long number) {
        return jdbc.sql("select " + COLUMNS + " from revision where number < ? and service = ?"
                        + " and origin = ? order by number desc limit 1")
                .param(number)
                .param(service.value())
                .param(origin.name())
                .query(RevisionTable::read)
                .optional()
                .orElse(null);
    }

    /** Revisions before a number, the latest first; of one service, or of all for null; from one side, or from both. */
    List<Entry> page(@Nullable ServiceName service, @Nullable Origin origin, long before, int limit) {
        String sql = "select " + LISTED + ", document is null as removes from revision where number < :before"
                + (service == null ? "" : " and service = :service")
                + (origin == null ? "" : " and origin = :origin")
                + " order by number desc limit :limit";
        JdbcClient.StatementSpec statement =
                jdbc.sql(sql).param("before", before).param("limit", limit);
        if (service != null) {
            statement = statement.param("service", service.value());
        }
        if (origin != null) {
            statement = statement.param("origin", origin.name());
        }
        return statement
                .query((row, index) -> entry(row, row.getBoolean("removes")))
                .list();
    }

    private static Entry entry(ResultSet row, boolean removes) throws SQLException {
        return new Entry(
                row.getLong("number"),
                ServiceName.of(row.getString("service")),
                Origin.valueOf(row.getString("origin")),
                row.getString("author"),
                written(row),
                row.getString("comment"),
                removes,
                row.getObject("restores", Long.class));
    }

    private static Revision read(ResultSet row, int index) throws SQLException {
        String document = row.getString("document");
        Entry listed = entry(row, document == null);
        return new Revision(
                listed.number(),
                listed.service(),
                listed.origin(),
                listed.author(),
                listed.time(),
                listed.comment(),
                document,
                listed.restores(),
                row.getLong("stamp"));
    }

    private static Instant written(ResultSet row) throws SQLException {
        return row.getObject("written", OffsetDateTime.class).toInstant();
    }
}
