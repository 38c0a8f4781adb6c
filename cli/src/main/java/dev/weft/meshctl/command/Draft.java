package dev.weft.meshctl.command;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A file that a person's editor is opened with. */
final class Draft {

    private static final String REMARK = "# meshctl: ";

    private final Shell shell;
    private final Path file;

    /** How many lines of the text itself look like remarks above it. */
    private int own = Integer.MAX_VALUE;

    Draft(Shell shell, String service) {
        this.shell = shell;
        try {
            this.file = Files.createTempFile(service + "-", ".yaml");
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "no file for the editor can be made: " + e.getMessage(), e);
        }
    }

    Path file() {
        return file;
    }

    /**
     * Has a text edited.
     *
     * @param above remarks, which are no part of it
     * @return what was saved, with the ends of lines that the editor has written
     */
    String edit(String text, String above) {
        String remarks = above.lines().map(line -> REMARK + line + "\n").collect(Collectors.joining());
        own = remarks.isEmpty() ? Integer.MAX_VALUE : remarksOf(text);
        try {
            Files.writeString(file, remarks + text);
            run();
            return saved();
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, file + ": " + e.getMessage(), e);
        }
    }

    /** Without the remarks, which somebody may have changed. */
    private String saved() throws IOException {
        String whole = Files.readString(file);
        String[] lines = whole.split("(?<=\n)");
        int put = Math.max(0, remarksOf(whole) - own);
        return String.join("", Arrays.asList(lines).subList(put, lines.length));
    }

    private static int remarksOf(String text) {
        return (int) text.lines().takeWhile(line -> line.startsWith(REMARK)).count();
    }

    /** Whether two texts say the same: editors end lines, and the last one, each in their own way. */
    static boolean same(String one, String other) {
        return one.lines().toList().equals(other.lines().toList());
    }

    /**
     * Leaves the file there without its remarks, if anything was written.
     *
     * @param start what it began with
     * @return whether it is there
     */
    boolean keep(String start) {
        try {
            String text = saved();
            if (text.isBlank() || same(text, start)) {
                discard();
                return false;
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, file + ": " + e.getMessage(), e);
        }
        return true;
    }

    void discard() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, file + " can't be deleted: " + e.getMessage(), e);
        }
    }

    /** Refuses where nobody could see the editor that is taken if none is named. */
    static void checkEditor(Shell shell) {
        if (editor(shell) == null && !shell.outIsRead()) {
            throw new Failure(
                    Exit.FAILED, "no terminal for an editor (expected: another one in EDITOR, or meshctl apply -f -)");
        }
    }

    private static @Nullable String editor(Shell shell) {
        String visual = shell.variable("VISUAL");
        return visual != null ? visual : shell.variable("EDITOR");
    }

    private void run() throws IOException {
        String editor = editor(shell);
        // Through a shell: it may have arguments.
        List<String> command = List.of("sh", "-c", (editor == null ? "vi" : editor) + " \"$1\"", "sh", file.toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (process.waitFor() != 0) {
                throw new Failure(
                        Exit.FAILED,
                        "the editor ended with status " + process.exitValue()
                                + " (expected: 0, or another editor in EDITOR)");
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILED, "interrupted while editing", e);
        }
    }
}
