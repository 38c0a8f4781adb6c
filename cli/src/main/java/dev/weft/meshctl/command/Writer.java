package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.registry.Registry;
import dev.weft.meshctl.registry.Stored;

/** Stores changed rules, and says what has become of it. */
final class Writer {

    private final Registry registry;
    private final Printer printer;
    private final WriteOptions options;

    Writer(Registry registry, Printer printer, WriteOptions options) {
        this.registry = registry;
        this.printer = printer;
        this.options = options;
    }

    /**
     * Stores a text in place of what was stored.
     *
     * @param standard the comment if none was given
     * @param words what is in force then
     */
    void put(Stored before, String text, String standard, String words) {
        if (options.dryRun) {
            tryOut(before.service(), text);
            return;
        }
        JsonNode made = registry.put(
                before.service(), options.revisionOr(before.revision()), text, options.commentOr(standard));
        report(before, made, words);
    }

    private void tryOut(String service, String text) {
        JsonNode tried = registry.dryRun(service, text);
        if (!tried.path("problems").isEmpty()) {
            throw new Failure(Exit.REFUSED, Problems.text(service, tried.path("problems")));
        }
        printer.answer(tried, () -> {
            String diff = tried.path("diff").asText();
            return diff.isEmpty()
                    ? service + ": nothing would change"
                    : printer.ansi().diff(diff);
        });
    }

    /** Says that a change was made, or that there was none to make. */
    void report(Stored before, JsonNode made, String words) {
        long revision = made.path("revision").asLong();
        printer.answer(
                made,
                () -> revision == before.revision()
                        ? before.service() + ": nothing to change, it is at revision " + revision
                        : before.service() + ": revision " + revision + " (was " + before.revision() + "), " + words);
    }
}
