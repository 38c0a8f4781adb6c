package dev.weft.bench.survival.proxy;

import dev.weft.bench.fleet.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a server, and makes trouble when told to. Faults hold for open connections, too. As
 * Toxiproxy does it, of which the kinds of faults are. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int BACKLOG = 1_000;
    private static final int CONNECT_MILLIS = 2_000;

    private final InetSocketAddress target;
    private final InetAddress address;
    private final int port;
    private final Direction toServer = new Direction();
    private final Direction toClient = new Direction();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<Socket, Pipe> requests = new ConcurrentHashMap<>();
    private final AtomicInteger broken = new AtomicInteger();
    private @Nullable ServerSocket listener;
    private Thread acceptor = new Thread();

    private FaultProxy(InetSocketAddress target, ServerSocket listener) {
        this.target = target;
        this.address = listener.getInetAddress();
        this.port = listener.getLocalPort();
    }

    /** Listens on a free port of loopback, before a server on this port. */
    public static FaultProxy before(int target) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return between(loopback, new InetSocketAddress(loopback, target));
    }

    /** Listens on a free port of an address of this machine, before a process at this place. */
    public static FaultProxy before(Place target, String address) {
        try {
            return between(InetAddress.getByName(address), new InetSocketAddress(target.address(), target.port()));
        } catch (IOException e) {
            throw new UncheckedIOException("no address " + address, e);
        }
    }

    private static FaultProxy between(InetAddress address, InetSocketAddress target) {
        try {
            ServerSocket first = listen(address, 0);
            FaultProxy proxy = new FaultProxy(target, first);
            proxy.accept(first);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("no proxy before " + target, e);
        }
    }

    /** Where clients reach it. */
    public Place place() {
        return new Place(address.getHostAddress(), port, List.of());
    }

    public int port() {
        return port;
    }

    /** Connections that are open now, each of which is one to the client and one to the server. */
    public int connections() {
        return open.size() / 2;
    }

    /** Connections that a fault has ended so far. */
    public int broken() {
        return broken.get();
    }

    /**
     * What happens to requests on the connections that are open now, until they end, and on no others: a gateway that has
     * lost its table, for instance, resets what is used again.
     */
    public FaultProxy toServerOnOpen(Fault fault) {
        requests.values().forEach(pipe -> pipe.impose(fault));
        return this;
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
                accept(listen(address, port));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " is taken", e);
        }
    }

    private static ServerSocket listen(InetAddress address, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(address, port), BACKLOG);
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
            server.connect(target, CONNECT_MILLIS);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException e) {
            end(client, server);
            return;
        }
        Runnable ended = () -> end(client, server);
        Pipe asked = new Pipe(client, server, toServer, broken::incrementAndGet, ended);
        requests.put(client, asked);
        start("to-server", asked);
        start("to-client", new Pipe(server, client, toClient, broken::incrementAndGet, ended));
    }

    private void end(Socket client, Socket server) {
        quietly(client);
        quietly(server);
        open.remove(client);
        open.remove(server);
        requests.remove(client);
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
