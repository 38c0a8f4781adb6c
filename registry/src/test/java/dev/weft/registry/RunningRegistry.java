package dev.weft.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/** A registry on a free port of this machine, and the ways to ask it. */
public final class RunningRegistry implements AutoCloseable {

    public static final String USER = "alice";
    public static final String PASSWORD = "wonderland";

    /** Once: it takes long on purpose. */
    private static final String HASH =
            PasswordEncoderFactories.createDelegatingPasswordEncoder().encode(PASSWORD);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    private RunningRegistry(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** One whose login is {@link #USER}'s. */
    public static RunningRegistry start(Path directory, String... properties) throws IOException {
        Path login = directory.resolve("login");
        if (!Files.exists(login)) {
            Files.writeString(login, USER + ":" + HASH + "\n");
        }
        return startWithoutLogin(directory, properties);
    }

    /** One that makes its login if there is none. */
    public static RunningRegistry startWithoutLogin(Path directory, String... properties) {
        return startWith(List.of(), directory, properties);
    }

    /** One with more beans than it would have, from these configurations. */
    public static RunningRegistry startWith(List<Class<?>> more, Path directory, String... properties) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("server.port", "0");
        arguments.put("server.address", "127.0.0.1");
        arguments.put("registry.data-directory", directory.toAbsolutePath().toString());
        for (String property : properties) {
            int equals = property.indexOf('=');
            arguments.put(property.substring(0, equals), property.substring(equals + 1));
        }
        String[] commandLine = arguments.entrySet().stream()
                .map(argument -> "--" + argument.getKey() + "=" + argument.getValue())
                .toArray(String[]::new);
        return new RunningRegistry(new SpringApplicationBuilder(RegistryApplication.class)
                .sources(more.toArray(Class<?>[]::new))
                .run(commandLine));
    }

    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** A request by {@link #USER}. */
    public HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", basic(USER, PASSWORD));
    }

    public HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    public static String basic(String user, String password) {
        String both = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    /** Stores a document where the service's rules are at this revision. */
    public HttpResponse<String> put(String service, long revision, String document)
            throws IOException, InterruptedException {
        return send(request("/mesh/v1/rules/" + service)
                .header("If-Match", tag(service, revision))
                .PUT(BodyPublishers.ofString(document)));
    }

    /** The ETag of a revision of a service; 0 stands for nothing stored. */
    public String tag(String service, long revision) throws IOException, InterruptedException {
        String latest = tag("/mesh/v1/rules/" + service);
        if (latest.startsWith("\"" + revision + ".")) {
            return latest;
        }
        String rules = "/mesh/v1/rules/";
        return tag(revision == 0 ? rules + "nobody" : rules + service + "/revisions/" + revision);
    }

    private String tag(String path) throws IOException, InterruptedException {
        return get(path).headers().firstValue("ETag").orElse("*");
    }

    public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        context.close();
    }
}
