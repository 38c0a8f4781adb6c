package dev.weft.mesh.client;

import dev.weft.mesh.client.blocking.MeshRequestFactory;
import dev.weft.mesh.client.blocking.MeshTransports;
import dev.weft.mesh.client.reactive.MeshConnector;
import dev.weft.mesh.client.reactive.MeshHttpClient;
import dev.weft.mesh.client.reactive.ReactiveCalls;
import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.directory.WholeDirectory;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.security.EgressEntry;
import dev.weft.mesh.security.EgressPolicy;
import dev.weft.mesh.telemetry.AttemptSpans;
import dev.weft.mesh.testkit.FixedDirectory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** A process with a blocking and a reactive client, in a world whose names the test has given. */
final class OutsideWorld implements AutoCloseable {

    static final ServiceName SELF = ServiceName.of("tester");

    final FixedDirectory directory = new FixedDirectory();
    final OutsideHosts outside;
    final Engine engine;
    final LogicalHosts hosts;
    final List<String> lookups = new CopyOnWriteArrayList<>();
    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final AtomicLong ahead = new AtomicLong();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final MeshTransports transports;
    private final MeshHttpClient netty;
    private final RestClient blocking;
    private final WebClient reactive;

    OutsideWorld(EgressPolicy policy) {
        this(policy, ServiceRules.defaults(), null);
    }

    /** @param settings of both clients, as Spring Boot has them, or null */
    OutsideWorld(EgressPolicy policy, ServiceRules rules, @Nullable Object settings) {
        this(policy, rules, settings, Map.of());
    }

    /** @param instances where hosts are called instead */
    OutsideWorld(
            EgressPolicy policy,
            ServiceRules rules,
            @Nullable Object settings,
            Map<ServiceName, List<Endpoint>> instances) {
        outside = new OutsideHosts(policy, this::resolve, instances, threads, () -> System.nanoTime() + ahead.get());
        engine = new Engine(
                new EngineParts(
                        SELF,
                        null,
                        "client-0",
                        new WholeDirectory(directory, outside),
                        service -> rules,
                        Guards.NONE,
                        MeshMeters.NONE,
                        new Random(42)),
                System::nanoTime);
        hosts = new LogicalHosts(List.of(), List.of(), outside);
        OutgoingCalls calls = new OutgoingCalls(engine, SELF, AttemptSpans.NONE, outside, null);
        transports = new MeshTransports(calls, engine, new Alarms());
        netty = new MeshHttpClient(engine, new Alarms());
        ReactiveCalls reactiveCalls = new ReactiveCalls(calls, netty.client(), new Alarms());
        blocking = RestClient.builder()
                .requestFactory(new MeshRequestFactory(
                        new SimpleClientHttpRequestFactory(), () -> hosts, () -> transports, settings))
                .build();
        reactive = WebClient.builder()
                .clientConnector(
                        new MeshConnector(new ReactorClientHttpConnector(), () -> hosts, () -> reactiveCalls, settings))
                .build();
    }

    static EgressPolicy deny(EgressEntry... allow) {
        return new EgressPolicy(EgressPolicy.Mode.DENY, List.of(allow));
    }

    /** A host that may be called at this port, and be on this machine. */
    static EgressEntry local(String host, int port) {
        return new EgressEntry(host, Set.of(port), null, true);
    }

    /** From now on the name stands for these addresses. */
    OutsideWorld name(String host, String... addresses) {
        List<InetAddress> known = new ArrayList<>();
        for (String address : addresses) {
            try {
                known.add(InetAddress.getByName(address));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(address, e);
            }
        }
        names.put(host, known);
        return this;
    }

    /** For the directory of hosts outside so much time passes now. */
    void pass(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    /** The name's look-ups wait until the end of the test. */
    OutsideWorld hang(String host) {
        names.put(host, List.of());
        return this;
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        lookups.add(host);
        List<InetAddress> known = names.get(host);
        if (known == null) {
            throw new UnknownHostException(host);
        }
        if (known.isEmpty()) {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return known;
    }

    String get(String client, String url, String... headers) {
        return send(client, HttpMethod.GET, url, null, headers);
    }

    /** Status and body, separated by a blank, of what either client gets. */
    String send(String client, HttpMethod method, String url, @Nullable String body, String... fields) {
        return client.equals("blocking")
                ? sendBlocking(method, url, body, fields)
                : sendReactive(method, url, body, fields);
    }

    /** Where the answer to a GET sends the client, which does not follow. */
    String location(String client, String url) {
        return client.equals("blocking")
                ? blocking.get()
                        .uri(url)
                        .exchange((sent, answer) -> answer.getHeaders().getFirst("Location"))
                : reactive.get()
                        .uri(url)
                        .exchangeToMono(answer -> answer.releaseBody()
                                .then(Mono.justOrEmpty(
                                        answer.headers().asHttpHeaders().getFirst("Location"))))
                        .block();
    }

    private String sendBlocking(HttpMethod method, String url, @Nullable String body, String... fields) {
        RestClient.RequestBodySpec request = blocking.method(method).uri(url).headers(headers -> set(headers, fields));
        if (body != null) {
            request.body(body);
        }
        return request.exchange((sent, answer) -> answer.getStatusCode().value() + " "
                + new String(answer.getBody().readAllBytes()));
    }

    private String sendReactive(HttpMethod method, String url, @Nullable String body, String... fields) {
        WebClient.RequestBodySpec request = reactive.method(method).uri(url).headers(headers -> set(headers, fields));
        if (body != null) {
            request.bodyValue(body);
        }
        return request.exchangeToMono(answer -> answer.bodyToMono(String.class)
                        .defaultIfEmpty("")
                        .map(text -> answer.statusCode().value() + " " + text))
                .block();
    }

    private static void set(HttpHeaders headers, String... fields) {
        for (int i = 0; i < fields.length; i += 2) {
            headers.set(fields[i], fields[i + 1]);
        }
    }

    @Override
    public void close() {
        released.countDown();
        transports.close();
        netty.close();
        threads.shutdownNow();
    }
}
