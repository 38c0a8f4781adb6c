package dev.weft.mesh.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value kept in a JSON file over a restart. Trouble with the file is said once and costs no more than the memory. Of
 * several writes that wait, only the latest is made.
 */
public final class KeptFile<T> {

    private static final Logger log = LoggerFactory.getLogger(KeptFile.class);

    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setSerializationInclusion(JsonInclude.Include.NON_NULL);

    private final String what;
    private final TypeReference<T> shape;
    private final @Nullable Path file;
    private final Executor writer;
    private final AtomicReference<@Nullable T> pending = new AtomicReference<>();
    // Confined to the writer.
    private boolean troubled;

    /**
     * @param what it is, in words, for the log
     * @param file or null to keep nothing
     * @param writer runs one task at a time; nobody waits for it
     */
    public KeptFile(String what, TypeReference<T> shape, @Nullable Path file, Executor writer) {
        this.what = what;
        this.shape = shape;
        this.file = file;
        this.writer = writer;
    }

    /** What was written last; null if there is nothing, or it can't be read. */
    public @Nullable T read() {
        if (file == null || !Files.exists(file)) {
            return null;
        }
        try {
            return JSON.readValue(file.toFile(), shape);
        } catch (JsonProcessingException e) {
            unusable("understood", e);
        } catch (IOException e) {
            unusable("read", e);
        }
        return null;
    }

    /** Says that what was read makes no sense. */
    public void unusable(Exception why) {
        unusable("understood", why);
    }

    private void unusable(String how, Exception why) {
        log.warn("The {} in {} can't be {} and are ignored: {}", what, file, how, firstLine(why));
    }

    /** Keeps this instead of what was kept before; returns at once. */
    public void write(T value) {
        if (file != null && pending.getAndSet(value) == null) {
            writer.execute(() -> store(file));
        }
    }

    private void store(Path to) {
        T value = pending.getAndSet(null);
        try {
            Path folder = to.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, to.getFileName().toString(), ".draft");
            try {
                JSON.writeValue(draft.toFile(), value);
                Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
            troubled = false;
        } catch (IOException e) {
            if (!troubled) {
                log.warn("The {} can't be written to {}: {}", what, to, firstLine(e));
            }
            troubled = true;
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
