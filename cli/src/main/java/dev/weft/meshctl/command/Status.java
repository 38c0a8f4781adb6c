package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.registry.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Show the registry's peers, the store, and which clients lag behind or refuse rules.",
        footer = {"", "Example:", "  meshctl status --clients"})
public final class Status extends RegistryCommand {

    @Option(names = "--clients", description = "Every client, and not only those that lag or refuse.")
    private boolean all;

    public Status(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        ArrayNode peers = new ObjectMapper().createArrayNode();
        int answering = 0;
        for (Registry peer : registry().peers()) {
            ObjectNode its = peers.addObject()
                    .put("registry", peer.access().peers().get(0).toString());
            try {
                its.set("status", peer.status());
                its.set("clients", peer.clients().path("clients"));
                answering++;
            } catch (Failure e) {
                if (e.exit() == Exit.LOGIN) {
                    throw e;
                }
                its.put("problem", e.message());
            }
        }
        Printer printer = printer();
        printer.answer(peers, () -> new StatusWords(peers, printer.ansi()).text(all));
        return answering == 0 ? Exit.UNAVAILABLE.code() : Exit.OK.code();
    }
}
