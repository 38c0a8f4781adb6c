package dev.weft.bench.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Processes that are started together and all end when the fleet is closed. They listen on loopback, but for those that are
 * given another place.
 */
public final class Fleet implements AutoCloseable {

    private static final int LOWEST_PORT = 15_000;
    private static final int HIGHEST_PORT = 32_000;
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    private final Path root;
    private final Path logs;
    private final Map<String, String> common = new LinkedHashMap<>();
    private final List<Instance> instances = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /**
     * @param root the project's root, built
     * @param logs folder for the processes' output
     */
    public Fleet(Path root, Path logs) {
        this.root = root;
        this.logs = logs;
        // A run that is broken off leaves no process behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "fleet-close"));
    }

    /** Sets a property for every process that is started from now on. */
    public Fleet with(String property, String value) {
        common.put(property, value);
        return this;
    }

    /**
     * Unpacks what these modules' builds have left, side by side. A launch would do it as well, but each would wait for those
     * before it.
     */
    public Fleet unpack(String... modules) {
        Stream.of(modules).parallel().map(root::resolve).forEach(Program::of);
        return this;
    }

    /** Starts an application of the project on a free port, and does not wait for it. */
    public Instance launch(App app, String name, Map<String, String> properties) {
        return launch(app.program(root), name, properties);
    }

    /** Starts a process on a free port, and does not wait for it. */
    public Instance launch(Program program, String name, Map<String, String> properties) {
        return start(program, name, Place.onLoopback(), properties);
    }

    /** Starts an application on a port that others have been told of, and does not wait for it. */
    public Instance launch(App app, String name, int port, Map<String, String> properties) {
        return start(app.program(root), name, Place.onLoopback(port), properties);
    }

    /** Starts an application at a place, and does not wait for it. */
    public Instance launch(App app, String name, Place place, Map<String, String> properties) {
        return launch(app.program(root), name, place, properties);
    }

    /** Starts a process at a place, which it is told of, and does not wait for it. */
    public Instance launch(Program program, String name, Place place, Map<String, String> properties) {
        Map<String, String> all = new LinkedHashMap<>(place.properties());
        all.putAll(properties);
        return start(program, name, place, all);
    }

    private Instance start(Program program, String name, Place place, Map<String, String> properties) {
        List<String> command = new ArrayList<>(place.entrance());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(program.command());
        command.add("--server.port=" + place.port());
        Map<String, String> all = new LinkedHashMap<>(common);
        all.putAll(properties);
        all.forEach((property, value) -> command.add("--" + property + "=" + value));
        return start(name, place, command);
    }

    /** Starts what has ended again, at its old place and as it was started before, and does not wait for it. */
    public Instance restart(Instance ended) {
        return start(ended.name(), ended.place(), ended.command());
    }

    /** Starts a program that isn't ours, which the command tells where to listen, and does not wait for it. */
    public Instance launch(List<String> command, String name, Place place) {
        return start(name, place, command);
    }

    private Instance start(String name, Place place, List<String> command) {
        try {
            Files.createDirectories(logs);
            Path log = logs.resolve(name + ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Instance instance = new Instance(name, place, command, process, log);
            instances.add(instance);
            if (closed) {
                // It was about to start when the run was broken off.
                instance.kill();
            }
            return instance;
        } catch (IOException e) {
            throw new UncheckedIOException("can't start " + name, e);
        }
    }

    /** Waits until the instance says that it is healthy. */
    public void awaitHealthy(Instance instance) {
        await(instance + " to be healthy; see " + instance.log(), () -> {
            if (!instance.isAlive()) {
                throw new IllegalStateException(instance + " has ended; see " + instance.log());
            }
            return status(instance.uri("/actuator/health")) == 200;
        });
    }

    /** Waits until a condition holds, for as long as a start may take. */
    public void await(String what, BooleanSupplier condition) {
        await(what, START_LIMIT, condition);
    }

    /** Waits until a condition holds, with a bound. */
    public void await(String what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("waited " + limit.toSeconds() + " s for " + what);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            // Nothing ever counts it down: a pause that an interrupt ends.
            if (new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("unreachable");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }

    /** The status of a GET, or 0 where nobody answers. */
    public int status(URI uri) {
        try {
            return get(uri).statusCode();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    /** A GET. */
    public HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).build());
    }

    /** Any request; one that doesn't say how long it waits is given 20 s. */
    public HttpResponse<String> send(HttpRequest request) {
        HttpRequest bounded = request.timeout().isPresent()
                ? request
                : HttpRequest.newBuilder(request, (name, value) -> true)
                        .timeout(ANSWER_LIMIT)
                        .build();
        try {
            return http.send(bounded, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calling " + request.uri(), e);
        }
    }

    /**
     * A port that nobody listens on now. It is one that no system hands out by itself, so that nobody's outgoing connection
     * takes it before the process that it is meant for has started.
     */
    public static int freePort() {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Somebody has it.
                continue;
            }
        }
        throw new IllegalStateException("no free port from " + LOWEST_PORT + " to " + HIGHEST_PORT);
    }

    @Override
    public void close() {
        closed = true;
        for (Instance instance : instances) {
            if (instance.isAlive()) {
                instance.kill();
            }
        }
    }
}
