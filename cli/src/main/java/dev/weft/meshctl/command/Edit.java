package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.registry.Stored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "edit",
        description = {
            "Change a service's rules in your editor (VISUAL or EDITOR).",
            "What can't be used comes back with the reason; save it unchanged to give up."
        },
        footer = {"", "Example:", "  EDITOR='code --wait' meshctl edit petdetails"})
public final class Edit extends RegistryCommand {

    @Mixin
    private final ServiceParameter service = new ServiceParameter();

    @Mixin
    private final WriteOptions write = new WriteOptions();

    public Edit(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Draft.checkEditor(shell());
        Stored before = registry().stored(service.name());
        String start = before.text() == null ? template() : before.text();
        Draft draft = new Draft(shell(), service.name());
        try {
            String text = draft.edit(start, "");
            if (text.isBlank() || Draft.same(text, start)) {
                nothingChanged(before, text.isBlank());
            } else {
                new Writer(registry(), printer(), shell().outAnsi(), write)
                        .put(before, untilUsable(draft, text), "edit", "as edited");
                new Unregistered(registry(), printer()).remark(service.name());
            }
        } catch (Failure e) {
            keep(draft, start);
            throw e;
        }
        if (write.dryRun) {
            keep(draft, start);
        } else {
            draft.discard();
        }
        return 0;
    }

    private String untilUsable(Draft draft, String edited) {
        String text = edited;
        String refused = refusal(text);
        while (!refused.isEmpty()) {
            String next = draft.edit(text, refused);
            if (Draft.same(next, text)) {
                throw new Failure(Exit.REFUSED, refused);
            }
            text = next;
            refused = refusal(text);
        }
        return text;
    }

    private String refusal(String text) {
        JsonNode tried = registry().dryRun(service.name(), text);
        return Problems.text(service.name(), tried.path("problems"));
    }

    private void nothingChanged(Stored before, boolean blank) {
        JsonNode data = new ObjectMapper()
                .createObjectNode()
                .put("service", before.service())
                .put("revision", before.revision());
        printer()
                .answer(
                        data,
                        () -> before.service() + ": nothing changed"
                                + (blank ? ", the file was saved empty (meshctl delete takes rules out)" : ""));
    }

    /** What somebody has written is theirs, whatever has become of it. */
    private void keep(Draft draft, String start) {
        if (draft.keep(start)) {
            printer()
                    .note("your text is kept in " + draft.file() + ": meshctl apply -f " + draft.file() + " stores it");
        }
    }

    private String template() {
        return "services:\n  " + service.name() + ":\n    routes:\n      - to: [ { version: v1 } ]\n";
    }
}
