package dev.weft.bench.survival;

import dev.weft.bench.fleet.App;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.survival.proxy.FaultProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two registries on one database, each of which reaches the other, as every client reaches both, through proxies. */
public final class Peers implements AutoCloseable {

    private final int firstPort = Fleet.freePort();
    private final int secondPort = Fleet.freePort();
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final FaultProxy firstToSecond = before(secondPort);
    private final FaultProxy secondToFirst = before(firstPort);

    private final EmbeddedPostgres postgres;

    /** Starts the database. */
    public Peers() {
        try {
            this.postgres = EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException("no PostgreSQL", e);
        }
    }

    /** Starts both. */
    public List<Instance> launch(Fleet fleet, Path data) {
        return List.of(
                launch(fleet, data, 1, firstPort, url(firstPort) + "," + url(firstToSecond.port())),
                launch(fleet, data, 2, secondPort, url(secondPort) + "," + url(secondToFirst.port())));
    }

    private Instance launch(Fleet fleet, Path data, int number, int port, String urls) {
        return fleet.launch(
                App.REGISTRY,
                "registry-" + number,
                port,
                Map.of(
                        "registry.data-directory",
                        data.toString(),
                        "registry.login-password",
                        Town.PASSWORD,
                        "spring.datasource.url",
                        postgres.getJdbcUrl("postgres", "postgres"),
                        "eureka.client.service-url.defaultZone",
                        urls));
    }

    /** Cuts what one peer tells the other, and what the other answers. */
    public FaultProxy firstToSecond() {
        return firstToSecond;
    }

    public FaultProxy secondToFirst() {
        return secondToFirst;
    }

    /** A way of one client's own to the first peer. */
    public FaultProxy toFirst() {
        return before(firstPort);
    }

    /** A way of one client's own to the second peer. */
    public FaultProxy toSecond() {
        return before(secondPort);
    }

    /** What a client is told of the registries. */
    public static String urls(FaultProxy... ways) {
        List<String> urls = new ArrayList<>();
        for (FaultProxy way : ways) {
            urls.add(url(way.port()));
        }
        return String.join(",", urls);
    }

    private FaultProxy before(int port) {
        FaultProxy proxy = FaultProxy.before(port);
        proxies.add(proxy);
        return proxy;
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/eureka/";
    }

    @Override
    public void close() {
        proxies.forEach(FaultProxy::close);
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not end", e);
        }
    }
}
