package dev.weft.bench.survival.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** One way of one connection: reads a piece, does to it what the fault says, and passes it on. */
final class Pipe implements Runnable {

    private static final int PIECE = 16_384;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Socket from;
    private final Socket to;
    private final Runnable broken;
    private final Runnable ended;
    private volatile Direction direction;
    private long passed;

    /**
     * @param broken is told when a fault ends the connection
     * @param ended is told when it has ended, for whatever reason
     */
    Pipe(Socket from, Socket to, Direction direction, Runnable broken, Runnable ended) {
        this.from = from;
        this.to = to;
        this.direction = direction;
        this.broken = broken;
        this.ended = ended;
    }

    /** From the next piece on, this one has a fault of its own, for as long as it lives. */
    void impose(Fault fault) {
        Direction own = new Direction();
        own.set(fault);
        direction = own;
    }

    @Override
    public void run() {
        try {
            pump();
        } catch (IOException e) {
            // One of the two has gone, so the other one has to.
            ended.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended.run();
        }
    }

    private void pump() throws IOException, InterruptedException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] piece = new byte[PIECE];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
            if (!pass(piece, length, out)) {
                broken.run();
                ended.run();
                return;
            }
        }
        if (direction.fault() instanceof Fault.SlowClose slow) {
            pause(slow, slow.delay());
        }
        awaitPassage();
        to.shutdownOutput();
        if (from.isOutputShutdown()) {
            ended.run();
        }
    }

    /** Whether the connection goes on. */
    private boolean pass(byte[] piece, int length, OutputStream out) throws IOException, InterruptedException {
        if (!awaitPassage()) {
            return false;
        }
        Fault fault = direction.fault();
        if (fault instanceof Fault.Latency latency) {
            long jitter = latency.jitter().toNanos();
            pause(
                    fault,
                    latency.delay()
                            .plusNanos(
                                    jitter == 0
                                            ? 0
                                            : ThreadLocalRandom.current().nextLong(jitter)));
        } else if (fault instanceof Fault.Bandwidth bandwidth) {
            slice(piece, length, out, Math.max(1, bandwidth.bytesPerSecond() / 100), bandwidth.bytesPerSecond());
            return true;
        } else if (fault instanceof Fault.Slicer slicer) {
            for (int at = 0; at < length; at += slicer.bytes()) {
                write(piece, at, Math.min(slicer.bytes(), length - at), out);
                pause(fault, slicer.delay());
            }
            return true;
        } else if (fault instanceof Fault.Reset reset) {
            pause(fault, reset.delay());
            // Whoever reads is told by a RST instead of an end.
            from.setSoLinger(true, 0);
            to.setSoLinger(true, 0);
            return false;
        } else if (fault instanceof Fault.Limit limit && passed + length >= limit.bytes()) {
            write(piece, 0, (int) Math.max(0, limit.bytes() - passed), out);
            return false;
        }
        write(piece, 0, length, out);
        return true;
    }

    private void slice(byte[] piece, int length, OutputStream out, int slice, int bytesPerSecond)
            throws IOException, InterruptedException {
        Fault fault = direction.fault();
        for (int at = 0; at < length; at += slice) {
            int bytes = Math.min(slice, length - at);
            write(piece, at, bytes, out);
            pause(fault, Duration.ofNanos(bytes * NANOS_PER_SECOND / bytesPerSecond));
        }
    }

    private void write(byte[] piece, int at, int length, OutputStream out) throws IOException {
        out.write(piece, at, length);
        passed += length;
    }

    /** Holds everything back while nothing goes through; whether the connection lives on. */
    private boolean awaitPassage() throws InterruptedException {
        Fault fault = direction.fault();
        while (fault instanceof Fault.Timeout timeout) {
            if (!direction.awaitOther(timeout, timeout.close())) {
                return false;
            }
            fault = direction.fault();
        }
        return true;
    }

    /** Ends early when the fault is lifted. */
    private void pause(Fault fault, Duration delay) throws InterruptedException {
        if (!delay.isZero()) {
            direction.awaitOther(fault, delay);
        }
    }
}
