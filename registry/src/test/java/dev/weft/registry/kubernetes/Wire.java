package dev.weft.registry.kubernetes;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection of a server that answers one request: by HTTP, or by a WebSocket that only the server speaks on. */
final class Wire {

    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final int MASK_BYTES = 4;

    private final Socket socket;
    private final InputStream in;
    private final DataOutputStream out;

    /** A request; the names of its fields are in lower case. */
    record Request(String method, String path, String query, Map<String, String> fields, String body) {

        boolean isForWebSocket() {
            return "websocket".equalsIgnoreCase(fields.get("upgrade"));
        }
    }

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    Request read() throws IOException {
        String[] words = line().split(" ");
        String[] target = words[1].split("\\?", 2);
        Map<String, String> fields = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Request(words[0], target[0], target.length == 1 ? "" : target[1], fields, body);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    void answer(int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        out.write(
                ("HTTP/1.1 " + status + " -\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                + bytes.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes);
        out.flush();
    }

    /** Says half of an answer, and then nothing any more until the other side has had enough. */
    void begin(String body) throws IOException {
        out.write(("HTTP/1.1 200 -\r\nContent-Type: application/json\r\nContent-Length: " + 2 * body.length()
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.write(body.getBytes(StandardCharsets.UTF_8));
        out.flush();
        while (in.read() >= 0) {
            // It has nothing more to say, either.
        }
    }

    void upgrade(Request request) throws IOException {
        String accept = Base64.getEncoder()
                .encodeToString(sha1(
                        (request.fields().get("sec-websocket-key") + KEY_SUFFIX).getBytes(StandardCharsets.UTF_8)));
        out.write(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                + accept + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(TEXT);
        if (bytes.length < SHORT) {
            out.write(bytes.length);
        } else if (bytes.length <= 0xffff) {
            out.write(SHORT);
            out.writeShort(bytes.length);
        } else {
            out.write(LONG);
            out.writeLong(bytes.length);
        }
        out.write(bytes);
        out.flush();
    }

    /** Says that it closes the WebSocket, and does. */
    synchronized void hangUp() throws IOException {
        out.write(new byte[] {(byte) CLOSE, 0});
        out.flush();
        socket.close();
    }

    /** Reads what a client says on the WebSocket, which is nothing until it closes it; then closes it, too. */
    void readToTheEnd() throws IOException {
        while (true) {
            int kind = in.read();
            if (kind < 0) {
                socket.close();
                return;
            }
            // Never long: only data frames could be.
            int length = in.read() & 0x7f;
            in.readNBytes(MASK_BYTES + length);
            if (kind == CLOSE) {
                hangUp();
                return;
            }
        }
    }

    boolean isClosed() {
        return socket.isClosed();
    }
}
