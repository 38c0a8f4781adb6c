package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.output.Table;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "services",
        description = "List the services that have instances.",
        footer = {"", "Example:", "  meshctl services -o json"})
public final class Services extends RegistryCommand {

    public Services(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        JsonNode services = registry().services().path("services");
        Printer printer = printer();
        printer.answer(services, () -> {
            Table table = new Table("SERVICE", "INSTANCES", "UP", "VERSIONS");
            services.forEach(service -> table.row(
                    service.path("name").asText(),
                    service.path("instances").asText(),
                    service.path("up").asText(),
                    versions(service)));
            return table.text(printer.ansi());
        });
        return 0;
    }

    private static String versions(JsonNode service) {
        List<String> versions = new ArrayList<>();
        service.path("versions").forEach(version -> versions.add(version.asText()));
        return versions.isEmpty() ? "-" : String.join(" ", versions);
    }
}
