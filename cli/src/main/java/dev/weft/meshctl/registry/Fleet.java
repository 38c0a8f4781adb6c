package dev.weft.meshctl.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The instances of the mesh: who is there, by the registry, and what they say of themselves, without any login. */
public final class Fleet {

    private static final int NOT_FOUND = 404;
    private static final int AT_ONCE = 16;
    private static final int MOST_BYTES = 4 << 20;

    /**
     * What an instance says.
     *
     * @param said or null if it knows nothing of what it was asked, or doesn't answer
     * @param problem why it doesn't answer, or null if it does
     */
    public record Reply(
            Instance instance,
            @Nullable JsonNode said,
            @Nullable String problem) {}

    private final Registry registry;
    private final Http http = new Http(MOST_BYTES);

    public Fleet(Registry registry) {
        this.registry = registry;
    }

    /** The names of all services. */
    public List<String> services() {
        List<String> names = new ArrayList<>();
        registry.services()
                .path("services")
                .forEach(service -> names.add(service.path("name").asText()));
        return names;
    }

    /** A service's instances that are up; none if nobody is registered by its name. */
    public List<Instance> up(String service) {
        List<Instance> up = new ArrayList<>();
        for (JsonNode instance : instances(service)) {
            Instance its = Instance.of(service, instance);
            if (its.isUp()) {
                up.add(its);
            }
        }
        return up;
    }

    private JsonNode instances(String service) {
        try {
            return registry.instances(service).path("instances");
        } catch (Failure e) {
            if (e.exit() == Exit.NOT_FOUND) {
                return MissingNode.getInstance();
            }
            throw e;
        }
    }

    /** What a name means: the instances of a service that are up, or one instance by its id. */
    public List<Instance> named(String name) {
        List<Instance> found = new ArrayList<>();
        for (String service : services()) {
            if (service.equals(name.toLowerCase(Locale.ROOT))) {
                found.addAll(up(service));
                if (found.isEmpty()) {
                    throw new Failure(Exit.NOT_FOUND, "no instance of " + name + " is up");
                }
                return found;
            }
        }
        for (String service : services()) {
            up(service).stream().filter(instance -> instance.id().equals(name)).forEach(found::add);
        }
        if (found.isEmpty()) {
            throw new Failure(
                    Exit.NOT_FOUND,
                    "\"" + name + "\" is no service and no instance that is up (expected: one that meshctl services or"
                            + " meshctl instances lists)");
        }
        return found;
    }

    /** What each of them says, in their order, whoever doesn't answer. */
    public List<Reply> askAll(List<Instance> instances, String path) {
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<CompletableFuture<Reply>> replies = instances.stream()
                    .map(instance -> CompletableFuture.supplyAsync(() -> reply(instance, path), pool))
                    .toList();
            return replies.stream().map(CompletableFuture::join).toList();
        } finally {
            pool.shutdown();
        }
    }

    private Reply reply(Instance instance, String path) {
        try {
            return new Reply(instance, ask(instance, path), null);
        } catch (Failure e) {
            return new Reply(instance, null, e.message());
        }
    }

    /** What an instance says, or null if it knows nothing of that. */
    public @Nullable JsonNode ask(Instance instance, String path) {
        URI management = instance.management();
        if (management == null) {
            throw new Failure(
                    Exit.UNAVAILABLE,
                    instance.id()
                            + " is registered with a host or management.port that is none (expected: a host, and a"
                            + " port from 1 to 65535)");
        }
        try {
            Answer answer = http.get(URI.create(management + "/actuator/mesh" + path), Map.of());
            return answer.status() == NOT_FOUND ? null : answer.orRefusal().json();
        } catch (Http.NobodyThere e) {
            throw new Failure(
                    Exit.UNAVAILABLE,
                    instance.id() + " does not answer at " + management + " (" + e.why()
                            + "; expected: an address that can be reached from here)",
                    e);
        }
    }
}
