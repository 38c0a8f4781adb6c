package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.output.Ansi;
import dev.weft.meshctl.output.Answers;
import dev.weft.meshctl.registry.Registry;
import dev.weft.meshctl.registry.Stored;
import org.jspecify.annotations.Nullable;

/** Changes stored rules, or tells what would change, and says what has become of it. */
final class Writer {

    private static final long NOTHING = 0;

    private final Registry registry;
    private final Answers answers;
    private final Ansi ansi;
    private final WriteOptions options;

    Writer(Registry registry, Answers answers, Ansi ansi, WriteOptions options) {
        this.registry = registry;
        this.answers = answers;
        this.ansi = ansi;
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
            JsonNode tried = registry.dryRun(before.service(), text);
            if (!tried.path("problems").isEmpty()) {
                throw new Failure(Exit.REFUSED, Problems.text(before.service(), tried.path("problems")));
            }
            wouldChange(before.service(), tried.path("diff").asText());
            return;
        }
        JsonNode made = registry.put(
                before.service(), registry.tag(before, options.revision), text, options.commentOr(standard));
        report(before, made, words);
    }

    /** Stores nothing any more. */
    void delete(Stored before) {
        if (options.dryRun) {
            wouldChange(before.service(), registry.diff(before.service(), before.revision(), NOTHING));
            return;
        }
        JsonNode made =
                registry.delete(before.service(), registry.tag(before, options.revision), options.commentOr(""));
        report(before, made, "nothing is stored any more");
    }

    /** Keeps nothing any more of what Kubernetes has said. */
    void deleteHttpRoutes(Stored before) {
        if (options.dryRun) {
            wouldChange(before.service(), registry.diff(before.service(), before.revision(), NOTHING));
            return;
        }
        JsonNode made = registry.deleteHttpRoutes(
                before.service(), registry.tag(before, options.revision), options.commentOr(""));
        report(before, made, "no HTTPRoutes are kept any more");
    }

    /**
     * Goes back to a revision.
     *
     * @param to its number, or null for the one before the latest
     */
    void rollback(Stored before, @Nullable Long to) {
        if (options.dryRun) {
            long target = to == null ? registry.previous(before) : to;
            wouldChange(before.service(), registry.diff(before.service(), before.revision(), target));
            return;
        }
        JsonNode made =
                registry.rollback(before.service(), to, registry.tag(before, options.revision), options.commentOr(""));
        long restored = made.path("restores").asLong();
        report(before, made, restored == NOTHING ? "nothing is stored any more" : "as revision " + restored + " was");
    }

    private void wouldChange(String service, String diff) {
        JsonNode data =
                new ObjectMapper().createObjectNode().put("service", service).put("diff", diff);
        answers.answer(data, () -> diff.isEmpty() ? service + ": nothing would change" : Diffs.of(service, diff, ansi));
    }

    /** Says that a change was made, or that there was none to make. */
    private void report(Stored before, JsonNode made, String words) {
        long revision = made.path("revision").asLong();
        answers.answer(
                made,
                () -> revision == before.revision()
                        ? before.service() + ": nothing to change, it is at revision " + revision
                        : before.service() + ": revision " + revision + " (was " + before.revision() + "), " + words);
    }
}
