package dev.weft.bench.tier;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.model.Deadline;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

/** Works on a request, or asks the next tier to. */
@RestController
class Work {

    private static final String MARKS = "x-";
    private static final long GRACE_MILLIS = 50;
    private static final long SLICE_NANOS = 2_000_000;

    private final TierProperties properties;
    private final Ledger ledger;
    private final Tally tally;
    private final RestClient next;
    private final Clock clock = Clock.systemUTC();
    private final Queue<InputStream> unread = new ConcurrentLinkedQueue<>();
    private volatile Behaviour behaviour = Behaviour.GOOD;

    Work(TierProperties properties, Ledger ledger, Tally tally, RestClient.Builder builder) {
        this.properties = properties;
        this.ledger = ledger;
        this.tally = tally;
        this.next = builder.baseUrl("http://" + properties.next()).build();
    }

    /**
     * @param by when the first caller no longer waits, in milliseconds of the wall clock: all tiers are on one machine
     * @param told when the time is over that the request came with, on the monotonic clock; null if it came with none
     */
    @RequestMapping(
            path = "/work",
            method = {RequestMethod.GET, RequestMethod.POST})
    void work(
            @RequestParam String id,
            @RequestParam(defaultValue = "9223372036854775807") long by,
            @RequestAttribute(name = Told.END_NANOS, required = false) @Nullable Long told,
            HttpMethod method,
            HttpServletResponse response)
            throws IOException {
        tally.begin(told == null ? Long.MAX_VALUE : told - System.nanoTime());
        try {
            if (method == HttpMethod.POST) {
                ledger.enter(id);
            }
            answer(id, by, method, response);
        } finally {
            tally.end(by - clock.millis(), GRACE_MILLIS);
        }
    }

    private void answer(String id, long by, HttpMethod method, HttpServletResponse response) throws IOException {
        Behaviour now = behaviour;
        boolean done = workOn(now.delay());
        if (ThreadLocalRandom.current().nextInt(100) < now.failPercent()) {
            response.sendError(503);
            return;
        }
        if (!done && properties.next() == null) {
            response.sendError(504);
            return;
        }
        String below;
        try {
            below = properties.next() == null ? "" : below(id, by, method, response);
        } catch (RestClientResponseException e) {
            // As a service does that has nothing to say without it.
            response.sendError(e.getStatusCode().value());
            return;
        }
        byte[] body = ("begin " + id + " " + ".".repeat(now.bodyBytes()) + below + " end " + id)
                .getBytes(StandardCharsets.UTF_8);
        OutputStream out = response.getOutputStream();
        if (now.halfway()) {
            // Without a length, the end of the connection could be taken for the end of the answer.
            out.write(body, 0, body.length / 2);
            out.flush();
            tally.half();
            forEver();
        }
        out.write(body);
    }

    /** Hands on what rules set on the answer, so that it shows outside. */
    private String below(String id, long by, HttpMethod method, HttpServletResponse response) {
        if (properties.leak() && method == HttpMethod.POST) {
            unread.add(next.get().uri("/work?id=unread").exchange((request, answer) -> answer.getBody(), false));
        }
        ResponseEntity<String> answer = next.method(method)
                .uri("/work?id={id}&by={by}", id, by)
                .retrieve()
                .toEntity(String.class);
        answer.getHeaders().forEach((name, values) -> {
            if (name.startsWith(MARKS)) {
                response.setHeader(name, values.get(0));
            }
        });
        return answer.getBody() == null ? "" : answer.getBody();
    }

    /** As long as anybody waits for it: work that takes long should ask. Says whether it is done. */
    private static boolean workOn(Duration delay) {
        MeshContext context = MeshContext.current();
        Deadline deadline = context == null ? null : context.deadline();
        long end = System.nanoTime() + delay.toNanos();
        while (end - System.nanoTime() > 0 && (deadline == null || !deadline.passed(System.nanoTime()))) {
            LockSupport.parkNanos(Math.min(SLICE_NANOS, end - System.nanoTime()));
        }
        return end - System.nanoTime() <= 0;
    }

    private static void forEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @PostMapping("/behave")
    Behaviour behave(
            @RequestParam(defaultValue = "0") long delayMillis,
            @RequestParam(defaultValue = "0") int failPercent,
            @RequestParam(defaultValue = "0") int bodyBytes,
            @RequestParam(defaultValue = "false") boolean halfway) {
        behaviour = new Behaviour(Duration.ofMillis(delayMillis), failPercent, bodyBytes, halfway);
        return behaviour;
    }

    @GetMapping("/tally")
    Tally.View tally() {
        return tally.view();
    }
}
