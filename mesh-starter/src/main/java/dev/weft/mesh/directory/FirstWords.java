package dev.weft.mesh.directory;

import dev.weft.mesh.model.ServiceName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets the first call of a service that nobody has declared wait, not for long, until a stream has told who is there and which
 * rules are stored: what else is known of it may be half a minute old. Thread-safe.
 */
public final class FirstWords {

    private final Duration patience;
    private final Map<ServiceName, Word> awaited = new ConcurrentHashMap<>();
    private volatile Predicate<ServiceName> askable = service -> false;
    private volatile Consumer<ServiceName> ask = service -> {};

    /** What is awaited of a service: both parts, or the end of patience; and whether those who wait for it have asked. */
    private record Word(
            CompletableFuture<Void> endpoints,
            CompletableFuture<Void> rules,
            CompletableFuture<Void> all,
            AtomicBoolean asked) {}

    /** @param patience how long a call waits at most */
    public FirstWords(Duration patience) {
        this.patience = patience;
    }

    /**
     * There is a stream from now on, open or not.
     *
     * @param isAskable whether it is open, and was never asked about the service
     * @param asking asks about the service; returns at once
     */
    public void from(Predicate<ServiceName> isAskable, Consumer<ServiceName> asking) {
        ask = asking;
        askable = isAskable;
    }

    /**
     * Whoever calls a service that he has never called asks this first.
     *
     * @return what completes when the call may begin, never with an error; null if there is nothing to wait for
     */
    public @Nullable CompletableFuture<Void> of(ServiceName service) {
        if (!askable.test(service)) {
            // Others may wait who came a moment before.
            Word word = awaited.get(service);
            return word == null ? null : word.all;
        }
        // First awaited, then asked, so that no answer comes too early.
        Word word = awaited.computeIfAbsent(service, its -> word());
        word.all.thenRun(() -> awaited.remove(service, word));
        if (askable.test(service)) {
            word.asked.set(true);
            ask.accept(service);
        } else if (!word.asked.get()) {
            // Others asked, and may have been answered, before this word was there: nobody would complete it.
            word.all.complete(null);
        }
        return word.all;
    }

    private Word word() {
        CompletableFuture<Void> endpoints = new CompletableFuture<>();
        CompletableFuture<Void> rules = new CompletableFuture<>();
        CompletableFuture<Void> all = CompletableFuture.allOf(endpoints, rules)
                .completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS);
        return new Word(endpoints, rules, all, new AtomicBoolean());
    }

    /** The stream is gone: nobody waits for what it will not tell any more. */
    public void end() {
        awaited.values().forEach(word -> word.all.complete(null));
    }

    /** The stream has told who is there, and the directory knows. */
    public void endpoints(ServiceName service) {
        Word word = awaited.get(service);
        if (word != null) {
            word.endpoints.complete(null);
        }
    }

    /** The stream has told what is stored, and it is in force if it can be. */
    public void rules(ServiceName service) {
        Word word = awaited.get(service);
        if (word != null) {
            word.rules.complete(null);
        }
    }
}
