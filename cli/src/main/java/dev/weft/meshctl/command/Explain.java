package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.registry.Fleet;
import dev.weft.meshctl.registry.Instance;
import dev.weft.meshctl.registry.Names;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "Tell where a request would go and why, without sending it.",
        footer = {
            "",
            "Example:",
            "  meshctl explain petservice GET http://petdetails/pet/123/details -H x-user-group:beta"
        })
public final class Explain extends RegistryCommand {

    @Parameters(index = "0", paramLabel = "<caller>", description = "The service or instance that would send it.")
    private String caller = "";

    @Parameters(index = "1", paramLabel = "<METHOD>", description = "GET or the like.")
    private String method = "";

    @Parameters(index = "2", paramLabel = "<url>", description = "With the called service as its host.")
    private String url = "";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "<name:value>",
            description = "A field of the request; may be given several times.")
    private List<String> headers = List.of();

    @Option(
            names = "--stored",
            description =
                    "By the stored rules alone, which the registry knows; default: ask an instance of the caller.")
    private boolean stored;

    public Explain(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Query query = Query.of(method, url, headers);
        Printer printer = printer();
        if (stored) {
            JsonNode answer = registry().explain(query.service(), query.json(Names.service(caller)));
            printer.answer(answer, () -> StoredExplanation.words(answer));
            return 0;
        }
        Fleet fleet = new Fleet(registry());
        Instance instance = fleet.named(caller).get(0);
        JsonNode answer = fleet.ask(instance, "/explain?" + query.parameters());
        if (answer == null) {
            throw new Failure(
                    Exit.NOT_FOUND,
                    instance.id() + " at " + instance.management()
                            + " shows no /actuator/mesh/explain (expected: Weft's"
                            + " starter there, and \"mesh\" among the actuator's endpoints)");
        }
        printer.answer(answer, () -> new LiveExplanation(answer, printer.ansi()).words(instance.id()));
        return 0;
    }
}
