package dev.weft.meshctl.command;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.document.DocumentFiles;
import dev.weft.meshctl.document.ServiceDocument;
import dev.weft.meshctl.registry.Names;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads documents from files, folders and the input. */
final class Sources {

    private static final String INPUT = "-";
    private static final Pattern RULES = Pattern.compile("[^.].*\\.(ya?ml|json)");

    private final Shell shell;

    Sources(Shell shell) {
        this.shell = shell;
    }

    /** One document a service, whichever of the files speak of it. */
    Collection<ServiceDocument> read(List<String> names) {
        DocumentFiles documents = new DocumentFiles();
        try {
            for (String name : names) {
                if (name.equals(INPUT)) {
                    documents.add("input", decoded("input", shell.in().readAllBytes()));
                } else {
                    for (Path file : files(Path.of(name))) {
                        documents.add(file.toString(), text(file));
                    }
                }
            }
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "can't be read: " + e.getMessage(), e);
        }
        if (documents.documents().isEmpty()) {
            throw new Failure(
                    Exit.REFUSED, String.join(", ", names) + ": no document (expected: rules of a service at least)");
        }
        documents.documents().forEach(document -> Names.service(document.service()));
        return documents.documents();
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            if (!Files.exists(path)) {
                throw new Failure(Exit.NOT_FOUND, path + ": no such file or folder");
            }
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> RULES.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path file) throws IOException {
        return decoded(file.toString(), Files.readAllBytes(file));
    }

    private static String decoded(String source, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Failure(Exit.REFUSED, source + ": not UTF-8 (expected: UTF-8)", e);
        }
    }
}
