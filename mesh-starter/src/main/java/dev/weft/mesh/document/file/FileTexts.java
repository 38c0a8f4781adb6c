package dev.weft.mesh.document.file;

import dev.weft.mesh.document.RuleDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts of files, each read again only if it may have changed: if its size, its times or the file itself, at the end of
 * all links, are others. Confined to one thread.
 */
final class FileTexts {

    /** File systems note a change no more exactly than this: one as young may be followed by another of the same time. */
    private static final Duration GRAIN = Duration.ofSeconds(2);

    private final Map<Path, Known> texts = new HashMap<>();

    /** The file's text; a file that can't be read is tried again each time. */
    String text(Path file, Instant now) throws IOException {
        // Before it is read, so that what changes meanwhile is seen the next time.
        Stamp stamp = Stamp.of(file);
        Known known = texts.get(file);
        if (known != null && stamp.equals(known.stamp)) {
            return known.text;
        }
        String text = read(file);
        if (stamp.changed.toInstant().isAfter(now.minus(GRAIN))) {
            texts.remove(file);
        } else {
            texts.put(file, new Known(stamp, text));
        }
        return text;
    }

    /** Forgets all other files. */
    void retain(Collection<Path> files) {
        texts.keySet().retainAll(files);
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(RuleDocuments.MAX_BYTES + 1);
            String text = bytes.length > RuleDocuments.MAX_BYTES
                    // Refused for its length whatever it holds; the cut may go through a character.
                    ? new String(bytes, StandardCharsets.ISO_8859_1)
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        }
    }

    /**
     * What tells one state of a file from another.
     *
     * @param modified the text's time, which whoever copies a file may carry over
     * @param changed the file's own, which nobody can set, or else the text's where the file system has no such time
     * @param key of the file itself, or null where the file system has none
     */
    private record Stamp(
            long size,
            FileTime modified,
            FileTime changed,
            @Nullable Object key) {

        static Stamp of(Path file) throws IOException {
            BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
            boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
            FileTime changed = unix ? (FileTime) Files.getAttribute(file, "unix:ctime") : basic.lastModifiedTime();
            return new Stamp(basic.size(), basic.lastModifiedTime(), changed, basic.fileKey());
        }
    }

    private record Known(Stamp stamp, String text) {}
}
