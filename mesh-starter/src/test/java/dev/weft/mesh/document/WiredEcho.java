package dev.weft.mesh.document;

import static org.awaitility.Awaitility.await;

import dev.weft.mesh.client.MeshException;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.Received;
import dev.weft.mesh.testkit.RunningApp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** An application that calls {@code echo} by the HTTPRoute of a file, and the backends that such routes name, on real sockets. */
final class WiredEcho implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ECHO = "X-Echo-Set-Header";

    private final Path folder;
    private final ConfigurableApplicationContext context;
    private final Map<String, MisbehavingServer> backends = new TreeMap<>();
    private int tests;

    /** @param folder where its rules are to stand */
    WiredEcho(Path folder) {
        this.folder = folder;
        this.context = RunningApp.start(
                WebApplicationType.SERVLET,
                App.class,
                "--spring.application.name=caller",
                "--mesh.rules.location=" + folder,
                "--mesh.rules.refresh=20ms");
        directory().put("echo");
    }

    /** Begins anew: without any rules, and with backends of which nobody knows anything. */
    void begin() throws IOException {
        tests++;
        for (String version : List.of("v1", "v2", "v3")) {
            backend(version, echo(version));
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        await().atMost(LIMIT).until(() -> !routes().contains(".yaml"));
    }

    /** Replaces the backend of this version, which is reached by either name that manifests have for it. */
    void backend(String version, Behaviour... inTurn) {
        MisbehavingServer server = MisbehavingServer.start(inTurn);
        MisbehavingServer before = backends.put(version, server);
        Endpoint endpoint = server.endpoint(version + "-" + tests);
        directory().put("infra-backend-" + version, endpoint);
        directory().put("echo-" + version, endpoint);
        if (before != null) {
            before.close();
        }
    }

    /** Puts a manifest in force for the callers of echo, whoever's it is. */
    void obey(String manifest) throws IOException {
        String file = manifest.replace('/', '-') + ".yaml";
        String text = Manifests.text(manifest)
                .replaceFirst("hostnames:\\s+- \"rewrite.example\"\\s+", "")
                .replaceFirst(
                        "parentRefs:\\s+- name: same-namespace\\s",
                        "parentRefs: [ { group: \"\", kind: Service, name: echo } ]\n");
        Path written = Files.writeString(folder.resolve(file + ".tmp"), text);
        Files.move(written, folder.resolve(file));
        await().atMost(LIMIT).until(() -> routes().contains(file));
    }

    /** Where echo's routes are from. */
    private String routes() {
        RuleBook book = context.getBean(RuleBook.class);
        return String.valueOf(book.effective(ServiceName.of("echo")).sources().get(Part.ROUTES));
    }

    /** What the backend of this version has received last. */
    Received received(String version) {
        List<Received> all = all(version);
        return all.get(all.size() - 1);
    }

    /** What the backend of this version has received. */
    List<Received> all(String version) {
        return backends.get(version).received();
    }

    /**
     * Sends a request to echo.
     *
     * @param line method and target, as {@code GET /a?b=c}
     * @param headers as {@code name: value}
     */
    Answer send(Client client, String line, String... headers) {
        String[] words = line.split(" ");
        HttpMethod method = HttpMethod.valueOf(words[0]);
        URI uri = URI.create("http://echo" + words[1]);
        try {
            return client == Client.REST_CLIENT ? blocking(method, uri, headers) : reactive(method, uri, headers);
        } catch (RuntimeException e) {
            return Answer.of(e);
        }
    }

    private Answer blocking(HttpMethod method, URI uri, String... headers) {
        return context.getBean(RestClient.Builder.class)
                .build()
                .method(method)
                .uri(uri)
                .headers(fields -> fill(fields, headers))
                .exchange((request, response) -> Answer.of(
                        response.getStatusCode().value(),
                        response.getHeaders(),
                        new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8)));
    }

    private Answer reactive(HttpMethod method, URI uri, String... headers) {
        return context.getBean(WebClient.Builder.class)
                .build()
                .method(method)
                .uri(uri)
                .headers(fields -> fill(fields, headers))
                .exchangeToMono(response -> response.bodyToMono(String.class)
                        .defaultIfEmpty("")
                        .map(body -> Answer.of(
                                response.statusCode().value(),
                                response.headers().asHttpHeaders(),
                                body)))
                .block(LIMIT);
    }

    private static void fill(HttpHeaders fields, String... headers) {
        for (String header : headers) {
            fields.add(header.split(": ?")[0], header.split(": ?", 2)[1]);
        }
    }

    /** Answers with its name and the fields that it is told to; never, where the target asks for a delay. */
    private static Behaviour echo(String name) {
        return exchange -> {
            Received request = exchange.readRequest();
            if (request.target().contains("delay")) {
                exchange.awaitClientsClose();
                return;
            }
            List<String> headers = new ArrayList<>(request.headers().getOrDefault(ECHO, List.of()));
            headers.add("Content-Length: " + name.length());
            exchange.head(200, headers.toArray(String[]::new));
            exchange.write(name.getBytes(StandardCharsets.UTF_8));
        };
    }

    private FixedDirectory directory() {
        return context.getBean(FixedDirectory.class);
    }

    @Override
    public void close() {
        context.close();
        backends.values().forEach(MisbehavingServer::close);
    }

    /** Whose call it is. */
    enum Client {
        REST_CLIENT,
        WEB_CLIENT
    }

    /** What the caller got: of a call that failed, the status that it fails with. */
    record Answer(int status, Map<String, String> headers, String body) {

        static Answer of(int status, HttpHeaders headers, String body) {
            Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.forEach((name, values) -> fields.put(name, String.join(",", values)));
            return new Answer(status, fields, body);
        }

        static Answer of(RuntimeException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof MeshException refused) {
                    return new Answer(refused.status(), Map.of(), String.valueOf(refused.getMessage()));
                }
            }
            throw failed;
        }

        /** Who has answered, or the status where nobody has. */
        String from() {
            return status == 200 ? body : Integer.toString(status);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        FixedDirectory directory() {
            return new FixedDirectory();
        }
    }
}
