package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.output.Table;
import dev.weft.meshctl.registry.Fleet;
import dev.weft.meshctl.registry.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "instances",
        description = "List the instances of a service, or of all.",
        footer = {"", "Example:", "  meshctl instances petdetails"})
public final class InstanceList extends RegistryCommand {

    private static final int SECOND = 1_000;

    @Parameters(arity = "0..1", paramLabel = "<service>", description = "Its logical name; default: all services.")
    private @Nullable String service;

    public InstanceList(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        List<String> names = service == null ? new Fleet(registry()).services() : List.of(Names.service(service));
        ArrayNode found = new ObjectMapper().createArrayNode();
        for (String name : names) {
            registry().instances(name).path("instances").forEach(found::add);
        }
        Printer printer = printer();
        printer.answer(found, () -> {
            Table table = new Table("INSTANCE", "ADDRESS", "STATUS", "VERSION", "ZONE", "HEARTBEAT");
            found.forEach(instance -> table.row(
                    instance.path("id").asText(),
                    instance.path("host").asText() + ":" + instance.path("port").asText(),
                    instance.path("status").asText(),
                    orDash(instance.path("version")),
                    orDash(instance.path("zone")),
                    heartbeat(instance)));
            return table.text(printer.ansi());
        });
        return 0;
    }

    private static String orDash(JsonNode value) {
        return value.isTextual() ? value.asText() : "-";
    }

    /** How long ago its last heartbeat was. */
    private static String heartbeat(JsonNode instance) {
        JsonNode age = instance.path("leaseAgeMillis");
        return age.isNumber() ? String.format("%.1f s ago", age.asDouble() / SECOND) : "-";
    }
}
