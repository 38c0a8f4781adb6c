package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class TempFolderTests {

    @TempDir
    private Path temp;

    @Test
    void ownWhenItIsNewMakesItForThisUserAlone() throws IOException {
        Path folder = TempFolder.own(temp);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(TempFolder.own(temp)).isEqualTo(folder);
    }

    @Test
    void ownWhenOthersMayWriteToItIsRefused() throws IOException {
        Path folder = TempFolder.own(temp);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(TempFolder.own(temp)).isNull();
    }

    @Test
    void ownWhenItIsALinkIsRefused() throws IOException {
        Path folder = TempFolder.own(temp);
        Files.delete(folder);
        Files.createSymbolicLink(folder, Files.createDirectory(temp.resolve("elsewhere")));

        assertThat(TempFolder.own(temp)).isNull();
    }
}
