package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.registry.Names;
import dev.weft.meshctl.registry.Stored;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        description = "Show a service's rules as they are stored, or what is stored of all services.",
        footer = {
            "",
            "Examples:",
            "  meshctl get",
            "  meshctl get petdetails",
            "  meshctl get petdetails --effective --in petservice"
        })
public final class Get extends RegistryCommand {

    @Parameters(arity = "0..1", paramLabel = "<service>", description = "Its logical name; default: all services.")
    private @Nullable String service;

    @Option(names = "--revision", paramLabel = "<number>", description = "As they were then; default: as they are now.")
    private @Nullable Long revision;

    @Option(
            names = "--httproutes",
            description = "Not what people have stored, but the HTTPRoutes that Kubernetes has said beside it.")
    private boolean httpRoutes;

    @Option(
            names = "--effective",
            description =
                    "What is in force at its callers, and where each part comes from: the store, files, defaults.")
    private boolean effective;

    @Option(
            names = "--in",
            paramLabel = "<caller>",
            description = "With --effective: the service or instance that calls; default: all instances of all others.")
    private @Nullable String caller;

    public Get(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        if (service == null) {
            if (effective || httpRoutes || revision != null) {
                throw new Failure(Exit.USAGE, "no service (expected: whose rules)");
            }
            JsonNode listing = registry().list();
            Printer printer = printer();
            printer.answer(listing, () -> Revisions.table(listing.path("services"), printer.ansi()));
            return 0;
        }
        String name = Names.service(service);
        if (effective) {
            return new Effective(registry(), printer()).show(name, caller).code();
        }
        stored(name);
        return 0;
    }

    private void stored(String name) {
        long number;
        if (revision == null) {
            Stored stored =
                    httpRoutes ? registry().httpRoutes(name) : registry().stored(name);
            if (stored.text() == null) {
                throw new Failure(
                        Exit.NOT_FOUND,
                        httpRoutes
                                ? "no HTTPRoutes are kept for " + name
                                : "nothing is stored for " + name + ": its callers go by their own rules");
            }
            number = stored.revision();
        } else {
            number = revision;
        }
        JsonNode whole = registry().revision(name, number);
        printer().answer(whole, () -> whole.path("document").asText("nothing was stored then"));
    }
}
