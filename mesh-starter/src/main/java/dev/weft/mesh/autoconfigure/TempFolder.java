package dev.weft.mesh.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of our own below the temp folder. Others may write into the temp folder too, so a folder there that belongs to
 * somebody else, or that somebody else may write to, is not used: whoever could plant a file in it could name endpoints.
 */
final class TempFolder {

    private static final Logger log = LoggerFactory.getLogger(TempFolder.class);

    private TempFolder() {}

    /** The folder, made if need be, or null if it can't be trusted. */
    static @Nullable Path own(Path temp) {
        Path folder = temp.resolve("weft-" + System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_"));
        try {
            if (Files.notExists(folder)) {
                Files.createDirectories(folder, privately(temp));
            }
            if (isOurs(folder)) {
                return folder;
            }
            log.warn(
                    "{} belongs to somebody else, or others may write to it: the last known endpoints are not kept.",
                    folder);
        } catch (IOException e) {
            log.warn("{} can't be used: the last known endpoints are not kept: {}", folder, e.toString());
        }
        return null;
    }

    private static FileAttribute<?>[] privately(Path temp) {
        return isPosix(temp)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isOurs(Path folder) throws IOException {
        if (Files.isSymbolicLink(folder)) {
            return false;
        }
        Path probe = Files.createTempFile("weft", ".probe");
        try {
            if (!Files.getOwner(probe).equals(Files.getOwner(folder))) {
                return false;
            }
        } finally {
            Files.delete(probe);
        }
        if (!isPosix(folder)) {
            return true;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        return !permissions.contains(PosixFilePermission.GROUP_WRITE)
                && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static boolean isPosix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }
}
