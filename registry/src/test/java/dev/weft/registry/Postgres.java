package dev.weft.registry;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A real PostgreSQL, which can be stopped, and started again with what it had. */
public final class Postgres implements AutoCloseable {

    public static final String USER = "postgres";

    private final AtomicInteger databases = new AtomicInteger();
    private final Path directory;
    private EmbeddedPostgres server;

    public Postgres(Path directory) throws IOException {
        this.directory = directory;
        this.server = builder().start();
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data").toFile())
                .setCleanDataDirectory(false);
    }

    /** The URL of an empty database, for {@link #USER} without a password. */
    public String newDatabase() {
        String name = "test" + databases.incrementAndGet();
        JdbcClient.create(server.getPostgresDatabase())
                .sql("create database " + name)
                .update();
        return server.getJdbcUrl(USER, name);
    }

    public void stop() throws IOException {
        server.close();
    }

    /** At the same address as before. */
    public void startAgain() throws IOException {
        server = builder().setPort(server.getPort()).start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
