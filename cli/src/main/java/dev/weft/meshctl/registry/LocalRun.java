package dev.weft.meshctl.registry;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The system that {@code ./run} has started on this machine. */
final class LocalRun {

    /** Who says so, for people. */
    static final String SOURCE = "./run";

    private LocalRun() {}

    /**
     * Its registries and login, or null if none runs.
     *
     * @param folder in which {@code ./run} keeps what it knows
     */
    static @Nullable Access find(Path folder) {
        try {
            return isRunning(folder) ? access(folder) : null;
        } catch (IOException | IllegalArgumentException e) {
            // Ended meanwhile.
            return null;
        }
    }

    private static boolean isRunning(Path folder) throws IOException {
        Path supervisor = folder.resolve("supervisor");
        return Files.isRegularFile(supervisor) && isAlive(field(supervisor, 0));
    }

    private static @Nullable Access access(Path folder) throws IOException {
        List<URI> alive = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("instances"))) {
            for (Path file : files.sorted().toList()) {
                // Others tell of an instance's state.
                if (file.getFileName().toString().matches("registry-[0-9]+") && isAlive(field(file, 3))) {
                    alive.add(URI.create("http://localhost:" + field(file, 2)));
                }
            }
        }
        // Those that are down, too, last: so that status can say so.
        List<URI> registries = new ArrayList<>(alive);
        all(folder.resolve("registries"))
                .filter(address -> !alive.contains(address))
                .forEach(registries::add);
        if (registries.isEmpty()) {
            return null;
        }
        String login = login(folder.resolve("login"));
        int colon = login.indexOf(':');
        return new Access(
                registries,
                colon < 1 ? null : new Credentials(login.substring(0, colon), login.substring(colon + 1)),
                SOURCE);
    }

    private static Stream<URI> all(Path file) throws IOException {
        return Files.isReadable(file) ? Files.readString(file).lines().map(URI::create) : Stream.empty();
    }

    /** As {@code user:password}. */
    private static String login(Path file) throws IOException {
        return Files.isReadable(file) ? Files.readString(file).strip() : "";
    }

    private static String field(Path file, int index) throws IOException {
        String[] fields = Files.readString(file).strip().split(" ");
        return index < fields.length ? fields[index] : "0";
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .isPresent();
    }
}
