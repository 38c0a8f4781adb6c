package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.registry.Refusal;
import dev.weft.meshctl.registry.Stored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "edit",
        description = {
            "Change a service's rules in your editor (VISUAL or EDITOR).",
            "What can't be used comes back with the reason; save it unchanged to give up."
        })
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
        Stored before = registry().stored(service.name());
        Draft draft = new Draft(shell(), service.name());
        String start = before.text() == null ? template() : before.text();
        String text = draft.edit(start, "");
        if (text.equals(start) || text.isBlank()) {
            draft.discard();
            printer().note(service.name() + ": nothing changed");
            return 0;
        }
        store(before, draft, untilUsable(draft, text));
        return 0;
    }

    private String untilUsable(Draft draft, String edited) {
        String text = edited;
        String refused = refusal(text);
        while (!refused.isEmpty()) {
            String next = draft.edit(text, refused);
            if (next.equals(text)) {
                throw new Failure(Exit.REFUSED, refused + "\nyour text is kept in " + draft.file());
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

    private void store(Stored before, Draft draft, String text) {
        try {
            new Writer(registry(), printer(), write).put(before, text, "edit", "as edited");
        } catch (Refusal e) {
            printer().note("your text is kept in " + draft.file());
            throw e;
        }
        draft.discard();
    }

    private String template() {
        return "services:\n  " + service.name() + ":\n    routes:\n      - to: [ { version: v1 } ]\n";
    }
}
