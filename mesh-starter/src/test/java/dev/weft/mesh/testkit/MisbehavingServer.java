package dev.weft.mesh.testkit;

import dev.weft.mesh.model.Endpoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An HTTP/1.1 server on the loopback interface that does to each request what the test says: the first request meets the
 * first behaviour, and so on; the last behaviour is for all that come later.
 */
public final class MisbehavingServer implements AutoCloseable {

    private static final long RELEASE_SECONDS = 30;

    /** The head of a TLS record that is part of a handshake, and the longest there is: 16 KiB. */
    private static final byte[] HANDSHAKE_RECORD = {22, 3, 3, 64, 0};

    private final ServerSocket listener;
    private final List<Behaviour> behaviours;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "misbehaving-server");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<String> names = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private Future<?> acceptor = CompletableFuture.completedFuture(null);

    private MisbehavingServer(ServerSocket listener, List<Behaviour> behaviours) {
        this.listener = listener;
        this.behaviours = behaviours;
    }

    /** A server that accepts. */
    public static MisbehavingServer start(Behaviour... inTurn) {
        MisbehavingServer server = new MisbehavingServer(listen(200), List.of(inTurn));
        return server.accepting(server::serve);
    }

    /** A server that accepts, and speaks TLS. */
    public static MisbehavingServer startTls(SSLContext tls, Behaviour... inTurn) {
        try {
            ServerSocket listener =
                    tls.getServerSocketFactory().createServerSocket(0, 200, InetAddress.getLoopbackAddress());
            MisbehavingServer server = new MisbehavingServer(listener, List.of(inTurn));
            return server.accepting(server::serve);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port to which nobody listens. */
    public static MisbehavingServer refusing() {
        MisbehavingServer server = new MisbehavingServer(listen(1), List.of());
        server.close();
        return server;
    }

    /** A server that accepts, takes in whatever comes, and says nothing. */
    public static MisbehavingServer silent() {
        MisbehavingServer server = new MisbehavingServer(listen(200), List.of());
        return server.accepting(MisbehavingServer::takeIn);
    }

    /** A server that shakes hands for TLS byte by byte, and never gets done. */
    public static MisbehavingServer dripTls() {
        MisbehavingServer server = new MisbehavingServer(listen(200), List.of());
        return server.accepting(server::dripRecord);
    }

    /** A server that does not accept, and whose queue is full: connecting to it takes for ever. */
    public static MisbehavingServer notAccepting() {
        MisbehavingServer server = new MisbehavingServer(listen(1), List.of());
        server.fillQueue();
        return server;
    }

    private static ServerSocket listen(int backlog) {
        try {
            return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fillQueue() {
        // The kernel keeps one or two more than it was asked to: connect until it no longer takes any.
        for (int i = 0; i < 16; i++) {
            Socket filler = new Socket();
            open.add(filler);
            try {
                filler.connect(new InetSocketAddress(listener.getInetAddress(), port()), 200);
            } catch (IOException full) {
                return;
            }
        }
        throw new IllegalStateException("the queue of an idle server takes more than 16 connections");
    }

    private MisbehavingServer accepting(Handler handler) {
        acceptor = threads.submit(() -> accept(handler));
        return this;
    }

    private void accept(Handler handler) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                threads.execute(() -> handle(socket, handler));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void handle(Socket socket, Handler handler) {
        int connection = connections.incrementAndGet();
        try (socket) {
            // Else the second packet of an answer waits 40 ms for the first one's acknowledgement.
            socket.setTcpNoDelay(true);
            handler.handle(socket, connection);
        } catch (IOException e) {
            // The client went away, or was thrown out.
        } finally {
            open.remove(socket);
        }
    }

    private void serve(Socket socket, int connection) throws IOException {
        if (socket instanceof SSLSocket tls && tls.getSession() instanceof ExtendedSSLSession session) {
            session.getRequestedServerNames().forEach(name -> names.add(((SNIHostName) name).getAsciiName()));
        }
        BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        boolean keep = true;
        while (keep) {
            String requestLine = ServerExchange.readLine(in);
            if (requestLine == null) {
                return;
            }
            ServerExchange exchange = new ServerExchange(this, socket, in, closed, connection, requestLine);
            int number = begun.getAndIncrement();
            behaviours.get(Math.min(number, behaviours.size() - 1)).serve(exchange);
            keep = exchange.isKeptAlive();
        }
    }

    private static void takeIn(Socket socket, int connection) throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void dripRecord(Socket socket, int connection) throws IOException {
        ServerExchange exchange = new ServerExchange(
                this, socket, new BufferedInputStream(socket.getInputStream()), closed, connection, "TLS handshake");
        exchange.write(HANDSHAKE_RECORD);
        exchange.drip();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The server as an endpoint of this id. */
    public Endpoint endpoint(String id) {
        return Endpoint.of(id, "127.0.0.1", port());
    }

    /** The requests that were read, in the order of their ends. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** How many requests have begun to arrive, those included that were never read. */
    public int begun() {
        return begun.get();
    }

    /** How many connections were accepted. */
    public int connections() {
        return connections.get();
    }

    /** The names that clients have asked for in TLS (SNI), connection by connection. */
    public List<String> namesAskedFor() {
        return List.copyOf(names);
    }

    /** How many connections are open now. */
    public int openConnections() {
        return open.size();
    }

    /** How many requests were given up by the client while the server let it wait. */
    public int abandonedRequests() {
        return abandoned.get();
    }

    /** Lets go on whatever waits in {@link ServerExchange#awaitRelease}. */
    public void release() {
        released.countDown();
    }

    void awaitRelease() throws IOException {
        try {
            if (!released.await(RELEASE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the test did not release the server");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    void received(Received request) {
        received.add(request);
    }

    void abandoned() {
        abandoned.incrementAndGet();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
            // Only then does nobody accept any more.
            acceptor.get(RELEASE_SECONDS, TimeUnit.SECONDS);
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("still accepting", e);
        }
        threads.shutdown();
    }

    /** What is done on a connection until it is closed. */
    @FunctionalInterface
    private interface Handler {
        void handle(Socket socket, int connection) throws IOException;
    }
}
