package dev.weft.mesh.directory;

import dev.weft.mesh.model.ServiceName;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks up hosts that no call waits for, a few at a time: names that hang must leave threads to calls. Thread-safe. */
final class NamedHosts {

    /** So many are looked up at a time. */
    static final int MOST = 4;

    private final Function<ServiceName, @Nullable CompletableFuture<Void>> lookUp;
    // Guarded by this.
    private final Set<ServiceName> waiting = new LinkedHashSet<>();
    private int underWay;

    /** @param lookUp begins to look a host up; null if it is not time to */
    NamedHosts(Function<ServiceName, @Nullable CompletableFuture<Void>> lookUp) {
        this.lookUp = lookUp;
    }

    /** Looks the hosts up when it is their turn. */
    void add(Collection<ServiceName> hosts) {
        synchronized (this) {
            waiting.addAll(hosts);
        }
        begin();
    }

    private void begin() {
        for (ServiceName host = take(); host != null; host = take()) {
            CompletableFuture<Void> asked = lookUp.apply(host);
            if (asked == null || asked.isDone()) {
                release();
            } else {
                asked.whenComplete((done, problem) -> {
                    release();
                    begin();
                });
            }
        }
    }

    private synchronized @Nullable ServiceName take() {
        Iterator<ServiceName> hosts = waiting.iterator();
        if (underWay >= MOST || !hosts.hasNext()) {
            return null;
        }
        ServiceName host = hosts.next();
        hosts.remove();
        underWay++;
        return host;
    }

    private synchronized void release() {
        underWay--;
    }
}
