package dev.weft.mesh.security;

import dev.weft.mesh.model.ServiceName;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls to hosts outside the mesh that were refused. Thread-safe. */
public final class Refusals {

    /** So many hosts are told apart: who calls what it may not may call anything. */
    private static final int MOST_HOSTS = 100;

    private static final String OTHERS = "others";

    private final LongAdder total = new LongAdder();
    private final Map<String, LongAdder> byHost = new ConcurrentHashMap<>();

    /** One call more was refused. */
    public void add(ServiceName outside) {
        total.increment();
        String host = outside.value();
        LongAdder count = byHost.get(host);
        if (count == null) {
            String counted = byHost.size() < MOST_HOSTS ? host : OTHERS;
            count = byHost.computeIfAbsent(counted, name -> new LongAdder());
        }
        count.increment();
    }

    /** All of them. */
    public long total() {
        return total.sum();
    }

    /** By host and port; those beyond the first hundred hosts together. */
    public Map<String, Long> byHost() {
        Map<String, Long> counts = new TreeMap<>();
        byHost.forEach((host, count) -> counts.put(host, count.sum()));
        return counts;
    }
}
