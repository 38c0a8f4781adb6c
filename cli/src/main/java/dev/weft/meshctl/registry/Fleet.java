package dev.weft.meshctl.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The instances of the mesh: who is there, by the registry, and what they say of themselves, without any login. */
public final class Fleet {

    private static final int NOT_FOUND = 404;

    private final Registry registry;
    private final Http http = new Http();

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

    /** A service's instances that are up. */
    public List<Instance> up(String service) {
        List<Instance> up = new ArrayList<>();
        for (JsonNode instance : registry.instances(service).path("instances")) {
            Instance its = Instance.of(service, instance);
            if (its.isUp()) {
                up.add(its);
            }
        }
        return up;
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

    /** What an instance says, or null if it knows nothing of that. */
    public @Nullable JsonNode ask(Instance instance, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(instance.management() + "/actuator/mesh" + path))
                .timeout(Http.ANSWER)
                .build();
        try {
            Answer answer = Answer.of(http.send(request));
            return answer.status() == NOT_FOUND ? null : answer.orRefusal().json();
        } catch (Http.NobodyThere e) {
            throw new Failure(
                    Exit.UNAVAILABLE,
                    instance.id() + " does not answer at " + instance.management()
                            + " (expected: an address that can be reached from here)",
                    e);
        }
    }
}
