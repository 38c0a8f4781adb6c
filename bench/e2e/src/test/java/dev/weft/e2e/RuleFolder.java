package dev.weft.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The folder that every process of a system reads its rules from. */
final class RuleFolder {

    private final Path folder;

    RuleFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath());
    }

    Path path() {
        return folder;
    }

    /** Puts a document in force, in the place of the one by the same name. */
    void write(String name, String document) {
        try {
            // Elsewhere first, so that nobody reads half of it.
            Path draft = Files.writeString(folder.resolveSibling(name + ".draft"), document);
            Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + name, e);
        }
    }

    /** Takes every document away. */
    void clear() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : List.copyOf(files.toList())) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't clear " + folder, e);
        }
    }
}
