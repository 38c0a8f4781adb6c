package dev.weft.mesh.document.file;

import dev.weft.mesh.document.file.Look.Content;
import dev.weft.mesh.document.file.Look.FileId;
import dev.weft.mesh.document.file.Look.Trouble;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files and folders that rules are kept in. Of a folder's files those are read whose names end with .yml, .yaml or .json
 * and don't begin with a dot: so the links of a ConfigMap are, and what they lead to isn't a second time. Confined to
 * one thread.
 */
public final class RuleLocations {

    private static final int MAX_FILES = 1_000;
    private static final String FILE_SCHEME = "file:";

    private final List<Path> locations;
    private final FileTexts texts = new FileTexts();

    /**
     * @param locations paths; what stands in a later one is stronger
     * @throws IllegalArgumentException if one of them is no path
     */
    public RuleLocations(List<String> locations) {
        this.locations = locations.stream().map(RuleLocations::path).toList();
    }

    private static Path path(String location) {
        String path = location.startsWith(FILE_SCHEME) ? location.substring(FILE_SCHEME.length()) : location;
        try {
            if (!path.isBlank() && !path.startsWith("classpath:")) {
                return Path.of(path);
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(refused(location), e);
        }
        throw new IllegalArgumentException(refused(location));
    }

    private static String refused(String location) {
        return "\"" + location + "\" (expected: the path of a file or a folder)";
    }

    /** What is there now. */
    Look look(Instant now) {
        SortedMap<FileId, Content> files = new TreeMap<>();
        Map<Integer, Trouble> troubles = new HashMap<>();
        for (int i = 0; i < locations.size(); i++) {
            Path location = locations.get(i);
            try {
                if (Files.notExists(location)) {
                    troubles.put(i, new Trouble(location + ": there is no such file or folder", true));
                } else {
                    read(i, location, files, now);
                }
            } catch (IOException e) {
                troubles.put(i, new Trouble(location + ": can't be read: " + words(e), false));
            }
        }
        texts.retain(files.keySet().stream().map(file -> Path.of(file.name())).toList());
        return new Look(files, troubles);
    }

    private void read(int location, Path at, SortedMap<FileId, Content> files, Instant now) throws IOException {
        for (Path file : Files.isDirectory(at) ? list(at) : List.of(at)) {
            try {
                files.put(new FileId(location, file.toString()), new Content(texts.text(file, now), null));
            } catch (NoSuchFileException e) {
                // Gone since the folder was listed.
            } catch (CharacterCodingException e) {
                files.put(new FileId(location, file.toString()), new Content(null, file + ": is no text in UTF-8"));
            } catch (IOException e) {
                files.put(
                        new FileId(location, file.toString()),
                        new Content(null, file + ": can't be read: " + words(e)));
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = new ArrayList<>(
                    entries.filter(RuleLocations::isMeant).limit(MAX_FILES + 1).toList());
            if (files.size() > MAX_FILES) {
                throw new IOException("more than " + MAX_FILES + " files");
            }
            return files;
        }
    }

    private static boolean isMeant(Path file) {
        String name = file.getFileName().toString();
        boolean named = name.endsWith(".yml") || name.endsWith(".yaml") || name.endsWith(".json");
        // A pipe, for instance, would never end.
        return named && !name.startsWith(".") && Files.isRegularFile(file);
    }

    private static String words(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
