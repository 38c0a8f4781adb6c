package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.fleet.App;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A registry whose files can't grow for a while: to it, its disk is full. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere nobody can limit a process that runs (prlimit)")
class FullDiskIT {

    private static final String PASSWORD = "wonderland";
    private static final String SECRET = "only-for-members";
    private static final int MOST_CHANGES = 200;

    private final Fleet fleet = new Fleet(Path.of(System.getProperty("weft.root")), Path.of("target", "e2e-full-disk"));
    private final NavigableMap<Long, Integer> acknowledged = new TreeMap<>();

    @TempDir
    private Path data;

    private Instance registry;
    private StoredRevisions rules;

    @BeforeEach
    void start() {
        registry = fleet.launch(
                App.REGISTRY,
                "registry",
                Map.of(
                        "registry.data-directory",
                        data.toString(),
                        "registry.login-password",
                        PASSWORD,
                        "registry.join-secret",
                        SECRET,
                        // There are no clients that it would have to wait for.
                        "registry.settling",
                        "0s"));
        fleet.awaitHealthy(registry);
        rules = new StoredRevisions(fleet, registry.uri("/"), PASSWORD);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void registryWhenItsDiskIsFullRefusesChangesAndTakesThemAgainWhenThereIsRoom() throws Exception {
        acknowledged.put(rules.put(0, "If-None-Match"), 0);
        try (Stream<String> lines = watch("late")) {
            Queue<String> told = new ConcurrentLinkedQueue<>();
            CompletableFuture.runAsync(() -> lines.forEach(told::add));
            fleet.await("the stream", () -> told.stream().anyMatch(line -> line.contains("\"late\"")));

            limitFiles(Files.size(data.resolve("store.mv.db")) + ":");
            HttpResponse<String> refusal = changeUntilOneIsRefused();
            assertThat(refusal.statusCode()).isEqualTo(503);
            assertThat(refusal.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(refusal.body()).contains("the store's database did not take the change");
            assertThat(status()).contains("\"ok\":false", "File too large");
            assertThatAllIsThere();

            new Members(fleet, registry.uri("/"), SECRET).register("late");
            fleet.await("word of an instance", () -> told.stream().anyMatch(line -> line.contains("\"late-1\"")));
            assertThat(status()).contains("\"ok\":false");
        }

        limitFiles("unlimited:");
        fleet.await("the database to be well", () -> status().contains("\"ok\":true"));
        int next = acknowledged.lastEntry().getValue() + 1;
        acknowledged.put(rules.put(next, "If-Match"), next);
        assertThatAllIsThere();
        assertThat(rules.comments()).containsAllEntriesOf(acknowledged);
        registry.kill();
        registry = fleet.restart(registry);
        fleet.awaitHealthy(registry);
        assertThatAllIsThere();
    }

    private HttpResponse<String> changeUntilOneIsRefused() {
        for (int n = 1; n <= MOST_CHANGES; n++) {
            HttpResponse<String> answer = rules.tryPut(n, "If-Match");
            if (answer.statusCode() != 200) {
                return answer;
            }
            acknowledged.put(rules.latest(), n);
        }
        throw new AssertionError(MOST_CHANGES + " changes were taken (expected: no room for so many)");
    }

    private void assertThatAllIsThere() {
        assertThat(rules.latest()).isEqualTo(acknowledged.lastKey());
        assertThat(rules.document())
                .isEqualTo(StoredRevisions.document(acknowledged.lastEntry().getValue()));
    }

    /** What the stream of one service says, line by line. */
    private Stream<String> watch(String service) throws IOException, InterruptedException {
        HttpRequest.Builder watch = HttpRequest.newBuilder(registry.uri("/mesh/v1/watch"))
                .header("Authorization", Logins.basic("mesh", SECRET))
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream");
        String wish = """
                {"client": {"service": "petservice", "instance": "petservice-1", "starter": "1", "features": []},
                 "services": [{"name": "%s"}]}""".formatted(service);
        HttpResponse<Stream<String>> answer = HttpClient.newHttpClient()
                .send(watch.POST(BodyPublishers.ofString(wish)).build(), BodyHandlers.ofLines());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private String status() {
        HttpRequest.Builder status = HttpRequest.newBuilder(registry.uri("/mesh/v1/status"))
                .header("Authorization", Logins.basic("admin", PASSWORD));
        return fleet.send(status.build()).body();
    }

    /** Sets how large the registry may make its files from now on. */
    private void limitFiles(String bytes) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder("prlimit", "--pid", Long.toString(registry.pid()), "--fsize=" + bytes)
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }
}
