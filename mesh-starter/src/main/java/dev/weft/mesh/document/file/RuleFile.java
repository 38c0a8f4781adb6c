package dev.weft.mesh.document.file;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of rules, as it is in force.
 *
 * @param name its path
 * @param loaded when what is in force of it was read, or null if nothing ever was
 * @param errors what can't be used of it: where it was good before, that is still in force
 */
public record RuleFile(String name, @Nullable Instant loaded, List<String> errors) {

    public RuleFile {
        errors = List.copyOf(errors);
    }
}
