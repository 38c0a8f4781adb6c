package dev.weft.bench.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bench/apart}, where all or a part of what it needs is there. */
class ApartTests {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"netns exec", "netns add", "link add", "rule add"})
    void commandWhenOneThingIsRefusedIsNotToldThatItIsApart(String refused) throws Exception {
        Path ip = folder.resolve("ip");
        Files.writeString(ip, """
                #!/bin/sh
                [ "$1 $2" = "%s" ] && exit 1
                PATH=${PATH#*:} exec ip "$@"
                """.formatted(refused));
        Files.setPosixFilePermissions(ip, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(told(folder + ":" + System.getenv("PATH"))).isEqualTo("apart: no");
    }

    @Test
    void commandRunsAndIsToldWhetherItIsApart() throws Exception {
        assertThat(told(System.getenv("PATH"))).matches("apart: (yes|no)");
    }

    private static String told(String path) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of("..", "apart").toAbsolutePath().toString(), "sh", "-c", "echo apart: ${WEFT_APART:-no}");
        builder.environment().put("PATH", path);
        Process process = builder.redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return told.strip();
    }
}
