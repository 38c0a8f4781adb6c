package dev.weft.bench.membership;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats of a whole population, each instance's on a connection of its own that it keeps, as Eureka's clients do. One
 * thread writes and reads them all, so that the machine is left to the registry.
 */
final class Hearts implements AutoCloseable {

    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final byte[] GOOD = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

    private final Population population;
    private final Selector selector;
    private final @Nullable SocketChannel[] connections;
    private final ByteBuffer answer = ByteBuffer.allocate(LONGEST_ANSWER);
    private final Set<Integer> begun = ConcurrentHashMap.newKeySet();
    private final AtomicLong good = new AtomicLong();
    private final AtomicLong bad = new AtomicLong();
    private final Thread thread = new Thread(this::beat, "hearts");
    private volatile boolean closed;

    Hearts(Population population) {
        this.population = population;
        this.connections = new SocketChannel[population.instances()];
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector", e);
        }
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on this instance has heartbeats. */
    void begin(int instance) {
        begun.add(instance);
    }

    long good() {
        return good.get();
    }

    long bad() {
        return bad.get();
    }

    private void beat() {
        long period = TimeUnit.SECONDS.toNanos(1) / population.heartbeatsPerSecond();
        long due = System.nanoTime();
        for (int n = 0; !closed; n = (n + 1) % connections.length) {
            due += period;
            try {
                readUntil(due);
                if (begun.contains(n)) {
                    send(n);
                }
            } catch (IOException e) {
                // The registry has closed the connection, which it does now and then: the next heartbeat opens another.
                bad.incrementAndGet();
                close(connections[n]);
            }
        }
    }

    private void readUntil(long due) throws IOException {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            // Waits for whole milliseconds only; those that are due meanwhile go out together.
            if (selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1) > 0) {
                readAll();
            }
        }
        if (selector.selectNow() > 0) {
            readAll();
        }
    }

    private void readAll() {
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); keys.remove()) {
            SelectionKey key = keys.next();
            if (key.isValid() && !read((SocketChannel) key.channel())) {
                close((SocketChannel) key.channel());
            }
        }
    }

    /** Whether the connection is to be kept. */
    private boolean read(SocketChannel connection) {
        try {
            answer.clear();
            if (connection.read(answer) < 0) {
                return false;
            }
            answer.flip();
            boolean isGood = answer.remaining() >= GOOD.length
                    && answer.slice(0, GOOD.length).equals(ByteBuffer.wrap(GOOD));
            (isGood ? good : bad).incrementAndGet();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(@Nullable SocketChannel connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't close a connection", e);
        }
    }

    private void send(int n) throws IOException {
        SocketChannel connection = connections[n];
        if (connection == null || !connection.isOpen()) {
            URI registry = population.registry();
            connection = SocketChannel.open(new InetSocketAddress(registry.getHost(), registry.getPort()));
            connection.configureBlocking(false);
            connection.register(selector, SelectionKey.OP_READ);
            connections[n] = connection;
        }
        connection.write(ByteBuffer.wrap(bytes(population.heartbeat(n))));
    }

    private static byte[] bytes(HttpRequest request) {
        URI uri = request.uri();
        return "%s %s?%s HTTP/1.1\r\nHost: %s\r\nAccept: application/json\r\nContent-Length: 0\r\n\r\n"
                .formatted(request.method(), uri.getRawPath(), uri.getRawQuery(), uri.getRawAuthority())
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
