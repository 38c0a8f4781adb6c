package dev.weft.bench.survival;

import dev.weft.bench.fleet.Place;
import dev.weft.bench.survival.proxy.Fault;
import dev.weft.bench.survival.proxy.FaultProxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All on loopback: each process reaches another one through a proxy of its own. Connections are accepted, and live on, while a
 * way is cut, and what was held back arrives when it is healed.
 */
final class Proxies implements Network {

    static final String MEANS = "TCP proxies";

    private static final Fault SILENCE = new Fault.Timeout(Duration.ZERO);
    private static final Fault NONE = new Fault.None();

    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final Map<Ends, FaultProxy> proxies = new ConcurrentHashMap<>();

    private record Ends(String client, String server) {}

    @Override
    public Place place(String process) {
        return places.computeIfAbsent(process, name -> Place.onLoopback());
    }

    @Override
    public Place reach(String from, String to) {
        return Place.onLoopback(between(from, to).port());
    }

    private FaultProxy between(String client, String server) {
        int port = place(server).port();
        return proxies.computeIfAbsent(new Ends(client, server), ends -> FaultProxy.before(port));
    }

    @Override
    public Way way(String from, String to) {
        FaultProxy requests = between(from, to);
        FaultProxy answers = between(to, from);
        return new Way() {
            @Override
            public void cut() {
                requests.toServer(SILENCE);
                answers.toClient(SILENCE);
            }

            @Override
            public void heal() {
                requests.toServer(NONE);
                answers.toClient(NONE);
            }
        };
    }

    @Override
    public String home() {
        return "localhost";
    }

    @Override
    public void close() {
        proxies.values().forEach(FaultProxy::close);
    }

    @Override
    public String toString() {
        return MEANS;
    }
}
