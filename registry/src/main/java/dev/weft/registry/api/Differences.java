package dev.weft.registry.api;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.Patch;
import dev.weft.registry.store.Revision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what has changed, as {@code diff -u} does. */
final class Differences {

    private static final int CONTEXT = 3;
    private static final int HEADER = 2;

    private Differences() {}

    /** From one revision's document to another's; null stands for nothing stored. */
    static String between(@Nullable Revision from, @Nullable Revision to) {
        return between(name(from), document(from), name(to), document(to));
    }

    /** From a revision's document to one that isn't stored. */
    static String between(@Nullable Revision from, String text) {
        return between(name(from), document(from), "yours", text);
    }

    private static String between(String oldName, @Nullable String old, String newName, @Nullable String now) {
        List<String> before = lines(old);
        List<String> after = lines(now);
        Patch<String> patch = DiffUtils.diff(before, after, new MyersDiffWithLinearSpace<>());
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(oldName, newName, before, patch, CONTEXT);
        return diff.isEmpty() ? "" : String.join("\n", sorted(diff)) + "\n";
    }

    /** What was before stands first: the algorithm, which takes little memory, has it in any order. */
    private static List<String> sorted(List<String> diff) {
        List<String> sorted = new ArrayList<>(diff.subList(0, HEADER));
        List<String> added = new ArrayList<>();
        for (String line : diff.subList(HEADER, diff.size())) {
            if (line.startsWith("+")) {
                added.add(line);
                continue;
            }
            if (!line.startsWith("-")) {
                sorted.addAll(added);
                added.clear();
            }
            sorted.add(line);
        }
        sorted.addAll(added);
        return sorted;
    }

    private static String name(@Nullable Revision revision) {
        return "revision " + (revision == null ? Revision.NONE : revision.number());
    }

    private static @Nullable String document(@Nullable Revision revision) {
        return revision == null ? null : revision.document();
    }

    private static List<String> lines(@Nullable String text) {
        return text == null ? List.of() : text.lines().toList();
    }
}
