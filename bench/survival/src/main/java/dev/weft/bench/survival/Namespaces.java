package dev.weft.bench.survival;

import dev.weft.bench.fleet.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network namespace for each process, all of them joined by the one that the bench runs in, which forwards what they send
 * each other. A way is cut by a routing rule there: packets end without a word, those of open connections and those that
 * would open one. Not thread-safe.
 */
final class Namespaces implements Network {

    static final String MEANS = "network namespaces";

    private static final String HOME = "10.77.0.1";
    private static final int PORT = 8080;
    private static final int MOST = 254;

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Set<String> rules = new LinkedHashSet<>();

    /** Whether the bench has a network of its own, in which it may do as it likes: {@code bench/apart} says so. */
    static boolean possible() {
        return System.getenv("WEFT_APART") != null;
    }

    Namespaces() {
        // Or else it refuses what comes from where nothing can be sent to: the way back would be cut, too.
        setting("conf/all/rp_filter", "0");
        setting("conf/default/rp_filter", "0");
        setting("ip_forward", "1");
        run("ip address replace " + HOME + "/32 dev lo");
    }

    @Override
    public Place place(String process) {
        Place known = places.get(process);
        if (known != null) {
            return known;
        }
        int number = places.size() + 1;
        if (number > MOST) {
            throw new NotRunException("more than " + MOST + " processes have a place");
        }
        String router = "10.77." + number + ".1";
        Place place = new Place("10.77." + number + ".2", PORT + number, List.of("ip", "netns", "exec", process));
        places.put(process, place);
        run("ip netns add " + process);
        run("ip link add name " + process + " type veth peer name eth0 netns " + process);
        run("ip address add " + router + "/24 dev " + process);
        run("ip link set dev " + process + " up");
        run("ip -n " + process + " link set lo up");
        run("ip -n " + process + " address add " + place.address() + "/24 dev eth0");
        run("ip -n " + process + " link set eth0 up");
        run("ip -n " + process + " route add default via " + router);
        return place;
    }

    @Override
    public Place reach(String from, String to) {
        return place(to);
    }

    @Override
    public Way way(String from, String to) {
        String rule = "from " + place(from).address() + " to " + place(to).address() + " blackhole";
        return new Way() {
            @Override
            public void cut() {
                if (rules.add(rule)) {
                    run("ip rule add " + rule);
                }
            }

            @Override
            public void heal() {
                if (rules.remove(rule)) {
                    run("ip rule del " + rule);
                }
            }
        };
    }

    @Override
    public String home() {
        return HOME;
    }

    @Override
    public void close() {
        rules.forEach(rule -> run("ip rule del " + rule));
        places.keySet().forEach(process -> {
            run("ip link del dev " + process);
            run("ip netns del " + process);
        });
    }

    private static void setting(String name, String value) {
        try {
            Files.writeString(Path.of("/proc/sys/net/ipv4", name), value);
        } catch (IOException e) {
            throw new NotRunException("net.ipv4 " + name + " can't be set: " + e);
        }
    }

    private static void run(String command) {
        try {
            Process process = new ProcessBuilder(command.split(" "))
                    .redirectErrorStream(true)
                    .start();
            String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new NotRunException(command + ": " + told.strip());
            }
        } catch (IOException e) {
            throw new NotRunException(command + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in: " + command, e);
        }
    }

    @Override
    public String toString() {
        return MEANS;
    }
}
