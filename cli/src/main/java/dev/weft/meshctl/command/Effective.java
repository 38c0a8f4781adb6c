package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.registry.Fleet;
import dev.weft.meshctl.registry.Instance;
import dev.weft.meshctl.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows what rules are in force for a service at those who call it, as they say it themselves. */
final class Effective {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Fleet fleet;
    private final Printer printer;

    Effective(Registry registry, Printer printer) {
        this.fleet = new Fleet(registry);
        this.printer = printer;
    }

    /**
     * Asks the callers, and goes on where one doesn't answer.
     *
     * @param caller a service or instance, or null for all instances of all other services
     * @return whether all have answered
     */
    Exit show(String service, @Nullable String caller) {
        List<Instance> callers = caller == null ? others(service) : fleet.named(caller);
        List<Fleet.Reply> replies = fleet.askAll(callers, "/" + service);
        ArrayNode answers = MAPPER.createArrayNode();
        int silent = 0;
        for (Fleet.Reply reply : replies) {
            String problem = reply.problem();
            if (problem != null) {
                silent++;
                printer.note(problem);
            }
            add(answers, reply);
        }
        if (answers.size() == silent) {
            throw nobodyKnows(service, caller, silent);
        }
        Map<String, Long> asked =
                callers.stream().collect(Collectors.groupingBy(Instance::service, Collectors.counting()));
        printer.answer(answers, () -> new EffectiveWords(answers, asked, printer.ansi()).text());
        return silent == 0 ? Exit.OK : Exit.UNAVAILABLE;
    }

    /** A service has rules of its own name, too, which it doesn't go by. */
    private List<Instance> others(String service) {
        return fleet.services().stream()
                .filter(name -> !name.equals(service))
                .flatMap(name -> fleet.up(name).stream())
                .toList();
    }

    /** If it knows rules for the service, or doesn't answer. */
    private static void add(ArrayNode answers, Fleet.Reply reply) {
        ObjectNode answer = MAPPER.createObjectNode()
                .put("service", reply.instance().service())
                .put("instance", reply.instance().id());
        JsonNode said = reply.said();
        if (reply.problem() != null) {
            answer.put("problem", reply.problem());
            answers.add(answer);
        } else if (said != null && said.path("rules").isObject()) {
            answer.set("rules", said.path("rules"));
            answers.add(answer);
        }
    }

    private static Failure nobodyKnows(String service, @Nullable String caller, int silent) {
        String what = " has called " + service + " yet, nor has rules for it";
        return silent == 0
                ? new Failure(Exit.NOT_FOUND, (caller == null ? "nobody" : caller + " neither") + what)
                : new Failure(Exit.UNAVAILABLE, "nobody who answers" + what);
    }
}
