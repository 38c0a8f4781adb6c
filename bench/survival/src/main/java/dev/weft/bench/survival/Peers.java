package dev.weft.bench.survival;

import dev.weft.bench.fleet.App;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two registries on one database, each of which reaches the other, as every client reaches both, by ways that can be cut. */
public final class Peers implements AutoCloseable {

    public static final String FIRST = "registry-1";
    public static final String SECOND = "registry-2";

    private static final String EUREKA = "/eureka/";
    private static final String URLS = "eureka.client.service-url.defaultZone";

    private final Network network;
    private final EmbeddedPostgres postgres;

    /** Starts the database. */
    public Peers(Network network) {
        this.network = network;
        try {
            this.postgres = EmbeddedPostgres.builder()
                    .setServerConfig(
                            "listen_addresses",
                            Stream.of("localhost", network.home()).distinct().collect(Collectors.joining(",")))
                    .setDataDirectoryCustomizer(Peers::letNeighboursIn)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("no PostgreSQL", e);
        }
    }

    private static void letNeighboursIn(File data) {
        try {
            Files.writeString(
                    data.toPath().resolve("pg_hba.conf"), "host all all samenet trust\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts both. */
    public List<Instance> launch(Fleet fleet, Path data) {
        return List.of(launch(fleet, data, FIRST, SECOND), launch(fleet, data, SECOND, FIRST));
    }

    private Instance launch(Fleet fleet, Path data, String name, String other) {
        URI own = network.place(name).uri(EUREKA);
        return fleet.launch(
                App.REGISTRY,
                name,
                network.place(name),
                Map.of(
                        "registry.data-directory",
                        data.toString(),
                        "registry.login-password",
                        Town.PASSWORD,
                        "spring.datasource.url",
                        "jdbc:postgresql://" + network.home() + ":" + postgres.getPort() + "/postgres?user=postgres",
                        URLS,
                        own + "," + urls(name, other)));
    }

    /** What a process is told so that it knows these registries, and prefers the first of them. */
    public Map<String, String> known(String process, String... registries) {
        return Map.of(URLS, urls(process, registries));
    }

    /** What a process is told so that its stream is of one registry, whichever it knows. */
    public Map<String, String> watched(String process, String registry) {
        return Map.of("mesh.registry.urls", urls(process, registry));
    }

    private String urls(String process, String... registries) {
        return Stream.of(registries)
                .map(registry -> network.reach(process, registry).uri(EUREKA).toString())
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not end", e);
        }
    }
}
