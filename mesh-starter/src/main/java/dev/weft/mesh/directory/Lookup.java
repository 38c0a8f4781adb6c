package dev.weft.mesh.directory;

import dev.weft.mesh.security.Addresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one name stands for, looked up again while somebody asks for it. Thread-safe. */
final class Lookup {

    private static final Logger log = LoggerFactory.getLogger(Lookup.class);

    /** For so long an answer is not asked for again. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** The same for a look-up that failed, and for a name whose addresses fail. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** An older answer is not used before it was asked for again. */
    private static final long STALE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final String host;
    private final HostResolver resolver;
    private final Executor executor;
    private final LongSupplier clock;
    private final Runnable answered;
    private final AtomicReference<@Nullable CompletableFuture<Void>> running = new AtomicReference<>();

    private volatile @Nullable Answer answer;

    /** @param answered run after each answer */
    Lookup(String host, HostResolver resolver, Executor executor, LongSupplier clock, Runnable answered) {
        this.host = host;
        this.resolver = resolver;
        this.executor = executor;
        this.clock = clock;
        this.answered = answered;
    }

    /** Asks if it is time to; null if what is known can be used without waiting. */
    @Nullable
    CompletableFuture<Void> ready(long nanos) {
        Answer known = answer;
        if (known == null) {
            return ask();
        }
        long age = nanos - known.atNanos;
        if (age < (known.problem == null ? FRESH_NANOS : PAUSE_NANOS)) {
            return null;
        }
        CompletableFuture<Void> asked = ask();
        return known.addresses.isEmpty() || age > STALE_NANOS ? asked : null;
    }

    /** Asks if what is known is no longer fresh, whether good or bad; null if it is. */
    @Nullable
    CompletableFuture<Void> refresh(long nanos) {
        Answer known = answer;
        return known != null && nanos - known.atNanos < FRESH_NANOS ? null : ask();
    }

    /** A call has failed: maybe the host has moved. */
    void failed(long nanos) {
        Answer known = answer;
        if (known != null && nanos - known.atNanos >= PAUSE_NANOS) {
            ask();
        }
    }

    /** What is known, or null before the first answer. */
    @Nullable
    Answer answer() {
        return answer;
    }

    /** Whether an answer is on its way. */
    boolean isAsking() {
        return running.get() != null;
    }

    private CompletableFuture<Void> ask() {
        CompletableFuture<Void> own = new CompletableFuture<>();
        CompletableFuture<Void> other = running.compareAndExchange(null, own);
        if (other != null) {
            return other;
        }
        try {
            executor.execute(() -> {
                try {
                    answer = resolve();
                    answered.run();
                } finally {
                    end(own);
                }
            });
        } catch (RejectedExecutionException e) {
            // The application ends.
            end(own);
        }
        return own;
    }

    private void end(CompletableFuture<Void> own) {
        running.set(null);
        own.complete(null);
    }

    private Answer resolve() {
        InetAddress literal = Addresses.literal(host);
        try {
            List<InetAddress> addresses = literal != null ? List.of(literal) : resolver.resolve(host);
            return addresses.isEmpty() ? failed("no address") : new Answer(addresses, null, clock.getAsLong());
        } catch (UnknownHostException e) {
            return failed("unknown host");
        } catch (RuntimeException e) {
            log.warn("The resolver failed on {}", host, e);
            return failed(e.toString());
        }
    }

    /** What was good before stays in use. */
    private Answer failed(String why) {
        Answer before = answer;
        List<InetAddress> addresses = before == null ? List.of() : before.addresses;
        if (!addresses.isEmpty() && before != null && before.problem == null) {
            log.warn("{} no longer resolves ({}); its last known addresses stay in use", host, why);
        }
        return new Answer(addresses, host + " does not resolve (" + why + ")", clock.getAsLong());
    }

    /**
     * What is known of a name.
     *
     * @param addresses the last that were good
     * @param problem why nothing newer is known, or null
     * @param atNanos when it came: a look-up that fails may take longer than its answer is kept
     */
    record Answer(List<InetAddress> addresses, @Nullable String problem, long atNanos) {
        Answer {
            addresses = List.copyOf(addresses);
        }
    }
}
