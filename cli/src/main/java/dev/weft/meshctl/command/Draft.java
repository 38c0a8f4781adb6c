package dev.weft.meshctl.command;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A file that a person's editor is opened with. */
final class Draft {

    private static final String REMARK = "# meshctl: ";

    private final Shell shell;
    private final Path file;

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
     * @param remarks stand above it, and are no part of it
     * @return what was saved
     */
    String edit(String text, String remarks) {
        String above = remarks.lines().map(line -> REMARK + line + "\n").collect(Collectors.joining());
        try {
            Files.writeString(file, above + text);
            run();
            return Files.readString(file)
                    .lines()
                    .filter(line -> !line.startsWith(REMARK))
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, file + ": " + e.getMessage(), e);
        }
    }

    void discard() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, file + " can't be deleted: " + e.getMessage(), e);
        }
    }

    private void run() throws IOException {
        String visual = shell.variable("VISUAL");
        String editor = visual != null ? visual : shell.variable("EDITOR");
        // Through a shell: it may have arguments.
        List<String> command = List.of("sh", "-c", (editor == null ? "vi" : editor) + " \"$1\"", "sh", file.toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (process.waitFor() != 0) {
                throw new Failure(
                        Exit.FAILED,
                        "the editor ended with status " + process.exitValue()
                                + " (expected: 0, or another editor in EDITOR); its file is " + file);
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILED, "interrupted while editing " + file, e);
        }
    }
}
