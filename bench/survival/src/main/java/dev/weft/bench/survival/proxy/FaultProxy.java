package dev.weft.bench.survival.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a server on loopback, and makes trouble when told to. Faults hold for open connections, too. As
 * Toxiproxy does it, of which the kinds of faults are. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int BACKLOG = 1_000;
    private static final int CONNECT_MILLIS = 2_000;

    private final int target;
    private final int port;
    private final Direction toServer = new Direction();
    private final Direction toClient = new Direction();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listener;
    private Thread acceptor = new Thread();

    private FaultProxy(int target, int port) {
        this.target = target;
        this.port = port;
    }

    /** Listens on a free port, before a server on this port. */
    public static FaultProxy before(int target) {
        try {
            ServerSocket first = listen(0);
            FaultProxy proxy = new FaultProxy(target, first.getLocalPort());
            proxy.accept(first);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("no proxy before port " + target, e);
        }
    }

    public int port() {
        return port;
    }

    /** Connections that are open now, each of which is one to the client and one to the server. */
    public int connections() {
        return open.size() / 2;
    }

    /** What happens to requests from now on. */
    public FaultProxy toServer(Fault fault) {
        toServer.set(fault);
        return this;
    }

    /** What happens to answers from now on. */
    public FaultProxy toClient(Fault fault) {
        toClient.set(fault);
        return this;
    }

    /** Lifts all faults. */
    public FaultProxy heal() {
        return toServer(new Fault.None()).toClient(new Fault.None());
    }

    /** Nobody listens any more, and all connections are closed. */
    public synchronized void down() {
        if (listener != null) {
            quietly(listener);
            listener = null;
            // The port is free when its thread has let go of it.
            joinAcceptor();
        }
        open.forEach(FaultProxy::quietly);
    }

    /** Listens again, on the same port. */
    public synchronized void up() {
        try {
            if (listener == null) {
                accept(listen(port));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " is taken", e);
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        return socket;
    }

    private synchronized void accept(ServerSocket socket) {
        listener = socket;
        acceptor = start("accept", () -> {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    open.add(client);
                    start("connect", () -> connect(client));
                } catch (IOException e) {
                    // Closed: that is how it ends.
                    quietly(socket);
                }
            }
        });
    }

    private void joinAcceptor() {
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        open.add(server);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException e) {
            end(client, server);
            return;
        }
        Runnable ended = () -> end(client, server);
        start("to-server", new Pipe(client, server, toServer, ended));
        start("to-client", new Pipe(server, client, toClient, ended));
    }

    private void end(Socket client, Socket server) {
        quietly(client);
        quietly(server);
        open.remove(client);
        open.remove(server);
    }

    private Thread start(String what, Runnable task) {
        Thread thread = new Thread(task, "proxy-" + port + "-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void quietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // It is gone: what was wanted.
            return;
        }
    }

    @Override
    public void close() {
        down();
        // Whoever waits for a fault to be lifted finds the sockets closed.
        heal();
    }
}
