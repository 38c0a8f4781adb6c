package dev.weft.meshctl.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The login that {@code meshctl login} keeps, in a file that only its owner reads. */
public final class LoginStore {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PLAIN_HTTP = "plainHttp";
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;

    /** @param folder of the person's settings */
    public LoginStore(Path folder) {
        this.file = folder.resolve("meshctl.json");
    }

    public Path file() {
        return file;
    }

    /** What is kept, or null if nothing is. */
    public @Nullable Access read() {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            JsonNode kept = MAPPER.readTree(file.toFile());
            return new Access(
                    Addresses.parse(file.toString(), kept.path("registry").asText()),
                    new Credentials(
                            kept.path("user").asText(), kept.path("password").asText()),
                    "meshctl login",
                    kept.path(PLAIN_HTTP).asBoolean());
        } catch (IOException e) {
            throw new Failure(
                    Exit.LOGIN, file + " can't be read (expected: what meshctl login writes; run it again)", e);
        }
    }

    /**
     * Keeps a login in place of the one before; the file is never there half written, nor for others to read.
     *
     * @param login of that access
     */
    public void write(Access access, Credentials login) {
        ObjectNode kept = MAPPER.createObjectNode()
                .put("registry", access.peers().stream().map(URI::toString).collect(Collectors.joining(",")))
                .put("user", login.user())
                .put("password", login.password());
        if (access.plainHttp()) {
            kept.put(PLAIN_HTTP, true);
        }
        try {
            Files.createDirectories(file.getParent());
            Path half = Files.createTempFile(file.getParent(), "meshctl", null, permissions(file));
            try {
                MAPPER.writeValue(half.toFile(), kept);
                Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(half);
            }
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "the login can't be kept in " + file + ": " + e.getMessage(), e);
        }
    }

    private static FileAttribute<?>[] permissions(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                : new FileAttribute<?>[0];
    }
}
