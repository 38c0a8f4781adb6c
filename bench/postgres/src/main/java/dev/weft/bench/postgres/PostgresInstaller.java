package dev.weft.bench.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes a PostgreSQL ready to be started: its programs unpacked, its data made if there is none yet, and open only to who
 * knows the password of its user. Leaves nothing running: the server that it has tried both with doesn't flush what it
 * writes, which a store of rules lives by.
 */
public final class PostgresInstaller {

    private PostgresInstaller() {}

    /**
     * Takes three arguments: the folder for the programs, the folder for the data, and the file that holds the password of
     * user postgres.
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException(args.length
                    + " arguments (expected: folder for programs, folder for data, file with the password)");
        }
        install(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
    }

    private static void install(Path programs, Path data, Path password) throws IOException {
        EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(programs.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", password.toString())
                .setConnectConfig("password", Files.readString(password).strip())
                .start()
                .close();
    }
}
