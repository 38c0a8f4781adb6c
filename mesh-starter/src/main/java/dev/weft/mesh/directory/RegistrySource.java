package dev.weft.mesh.directory;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The registry as one source: of a service, what its stream says as long as it says anything, else what it answers when
 * Eureka's client asks. So nobody comes back because the last poll still names him. Thread-safe.
 */
public final class RegistrySource implements EndpointSource {

    private final Poll poll;
    private volatile Consumer<SourceAnswer> listener = answer -> {};
    private volatile Consumer<ServiceName> wanted = service -> {};
    private final Set<ServiceName> called = ConcurrentHashMap.newKeySet();

    // Held while the listener runs, so that of two answers the later one counts.
    private final ReentrantLock turn = new ReentrantLock();
    // Guarded by turn, both: what the stream says, and whether its registry knows everybody.
    private final Map<ServiceName, Said> stream = new HashMap<>();
    private boolean settled;
    private volatile boolean doubted;

    /** What the registry answers when it is asked, again and again. */
    @FunctionalInterface
    public interface Poll {

        /** Tells this listener, from now on. */
        void start(Consumer<SourceAnswer> listener);
    }

    /** What the stream says of a service, and whether that is all. */
    private record Said(List<Endpoint> endpoints, boolean partial) {}

    public RegistrySource(Poll poll) {
        this.poll = poll;
    }

    @Override
    public String name() {
        return "eureka";
    }

    @Override
    public void start(Consumer<SourceAnswer> newListener) {
        listener = newListener;
        poll.start(this::polled);
    }

    @Override
    public void stop() {}

    @Override
    public void want(ServiceName service) {
        called.add(service);
        wanted.accept(service);
    }

    /** Hands on which services are called, those of before at once. The listener returns at once, on any thread. */
    public void whenWanted(Consumer<ServiceName> whoAsks) {
        wanted = whoAsks;
        called.forEach(whoAsks);
    }

    /**
     * The stream says who is there.
     *
     * @param partial whether there may be more, since the registry itself does not know all of them yet
     * @param left those who left on purpose since it spoke last
     */
    public void streamed(ServiceName service, Collection<Endpoint> endpoints, boolean partial, Set<Endpoint.Key> left) {
        turn.lock();
        try {
            Said said = new Said(List.copyOf(endpoints), partial);
            stream.put(service, said);
            Set<ServiceName> open = partial ? Set.of(service) : Set.of();
            listener.accept(new SourceAnswer(Map.of(service, said.endpoints), false, left, open, false));
        } finally {
            turn.unlock();
        }
    }

    /** The stream is of a registry that knows everybody who is there. */
    public void streamSettled() {
        turn.lock();
        try {
            settled = true;
        } finally {
            turn.unlock();
        }
    }

    /** The stream has ended: what the next poll says counts. */
    public void streamEnded() {
        turn.lock();
        try {
            settled = false;
            stream.clear();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void doubted(boolean any) {
        doubted = any;
    }

    /** Whether no poll is waited for: the stream has told all of every service that is called, and nothing is in doubt. */
    public boolean tellsAll() {
        turn.lock();
        try {
            return settled && !doubted && called.stream().map(stream::get).allMatch(RegistrySource::isAll);
        } finally {
            turn.unlock();
        }
    }

    private static boolean isAll(@Nullable Said said) {
        return said != null && !said.partial;
    }

    private void polled(SourceAnswer answer) {
        turn.lock();
        try {
            Map<ServiceName, List<Endpoint>> services = new HashMap<>(answer.services());
            Set<ServiceName> partial = new HashSet<>();
            stream.forEach((service, said) -> {
                if (said.partial) {
                    partial.add(service);
                    services.put(service, together(said.endpoints, services.getOrDefault(service, List.of())));
                } else if (!said.endpoints.isEmpty() || services.containsKey(service)) {
                    // A service that neither has ever heard of stays unknown.
                    services.put(service, said.endpoints);
                }
            });
            listener.accept(new SourceAnswer(services, answer.complete(), answer.cancelled(), partial, true));
        } finally {
            turn.unlock();
        }
    }

    private static List<Endpoint> together(List<Endpoint> streamed, List<Endpoint> polled) {
        Map<String, Endpoint> byAddress = new LinkedHashMap<>();
        polled.forEach(endpoint -> byAddress.put(endpoint.address(), endpoint));
        streamed.forEach(endpoint -> byAddress.put(endpoint.address(), endpoint));
        return List.copyOf(byAddress.values());
    }
}
