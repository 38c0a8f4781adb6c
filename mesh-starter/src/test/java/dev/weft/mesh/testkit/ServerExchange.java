package dev.weft.mesh.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request on a connection of a {@link MisbehavingServer}, and the means to answer or to spoil it. */
public final class ServerExchange {

    private static final int KEPT_BODY = 128 * 1024;
    private static final long DRIP_MILLIS = 20;

    private final MisbehavingServer server;
    private final Socket socket;
    private final BufferedInputStream in;
    private final OutputStream out;
    private final CountDownLatch serverClosed;
    private final int connection;
    private final String method;
    private final String target;
    private boolean read;

    ServerExchange(
            MisbehavingServer server,
            Socket socket,
            BufferedInputStream in,
            CountDownLatch serverClosed,
            int connection,
            String requestLine)
            throws IOException {
        this.server = server;
        this.socket = socket;
        this.in = in;
        this.out = socket.getOutputStream();
        this.serverClosed = serverClosed;
        this.connection = connection;
        String[] parts = requestLine.split(" ");
        this.method = parts[0];
        this.target = parts[1];
    }

    /** Which of the server's connections this is, from 1. */
    public int connection() {
        return connection;
    }

    /** Path and query, as sent. */
    public String target() {
        return target;
    }

    /** Reads the rest of the request, and notes it. */
    public Received readRequest() throws IOException {
        Map<String, List<String>> headers = readHeaders();
        Body body = new Body();
        if (headers.containsKey("Transfer-Encoding")) {
            readChunks(body);
        } else if (headers.containsKey("Content-Length")) {
            body.read(Long.parseLong(headers.get("Content-Length").get(0)));
        }
        read = true;
        Received received = new Received(connection, method, target, headers, body.kept.toByteArray(), body.bytes);
        server.received(received);
        return received;
    }

    private Map<String, List<String>> readHeaders() throws IOException {
        Map<String, List<String>> headers = Received.newHeaders();
        for (String line = readLine(in); line != null && !line.isEmpty(); line = readLine(in)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private void readChunks(Body body) throws IOException {
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            body.read(size);
            readLine(in);
        }
        readLine(in);
    }

    private long chunkSize() throws IOException {
        String line = readLine(in);
        if (line == null) {
            throw new IOException("the client went away in the middle of its request");
        }
        return Long.parseLong(line, 16);
    }

    /** Sends an answer's head. */
    public void head(int status, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    }

    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends a chunk; an empty one is the last. */
    public void chunk(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write((Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a byte every now and then until either side closes. */
    public void drip() throws IOException {
        while (!await(DRIP_MILLIS)) {
            write(new byte[] {'x'});
        }
    }

    /** Waits until the client closes the connection or the server ends. */
    public void awaitClientsClose() throws IOException {
        if (in.read() >= 0) {
            throw new IOException("the client sent more than its request");
        }
        server.abandoned();
        close();
    }

    public void awaitServersClose() throws IOException {
        while (!await(1_000)) {
            // Still open.
        }
        close();
    }

    /** Waits, not longer than this, until the test lets the server go on; for answers that come late. */
    public void awaitRelease() throws IOException {
        server.awaitRelease();
    }

    private boolean await(long millis) throws IOException {
        try {
            return serverClosed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Closes the connection so that the client sees a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public void close() throws IOException {
        socket.close();
    }

    /** Ends the answer, takes in what the client still sends, and closes. */
    public void closeAfterDraining() throws IOException {
        socket.shutdownOutput();
        InputStream rest = socket.getInputStream();
        byte[] buffer = new byte[8192];
        while (rest.read(buffer) >= 0) {
            // Dropped.
        }
        close();
    }

    boolean isKeptAlive() {
        return read && !socket.isClosed();
    }

    /** A line without its end, or null at the end of the stream. */
    static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return null;
    }

    private final class Body {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final byte[] buffer = new byte[64 * 1024];
        private long bytes;

        void read(long length) throws IOException {
            long left = length;
            while (left > 0) {
                int got = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (got < 0) {
                    throw new IOException("the client went away in the middle of its request");
                }
                kept.write(buffer, 0, Math.min(got, KEPT_BODY - Math.min(KEPT_BODY, kept.size())));
                left -= got;
                bytes += got;
            }
        }
    }
}
