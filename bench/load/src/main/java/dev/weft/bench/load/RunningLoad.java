package dev.weft.bench.load;

import java.util.concurrent.CompletableFuture;

/** A load that is under way. Thread-safe. */
public final class RunningLoad {

    private final CompletableFuture<LoadReport> report = new CompletableFuture<>();
    private int sent;
    private boolean enough;
    private volatile boolean asked;

    RunningLoad() {}

    /**
     * Waits until so many requests have been sent: the clock by which trouble is made.
     *
     * @throws IllegalStateException if the load has ended: trouble that is made now would meet no requests
     * @throws java.util.concurrent.CompletionException if a request could not even be made
     */
    public synchronized void awaitSent(int requests) {
        while (sent < requests && !report.isDone()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted after " + sent + " requests", e);
            }
        }
        if (report.isDone()) {
            int all = report.join().samples().size();
            throw new IllegalStateException("the load ended after " + all + " requests, while somebody waited for "
                    + requests + " of them (expected: it goes on)");
        }
    }

    /**
     * Waits until so many more requests have been sent.
     *
     * @throws IllegalStateException if the load has ended
     */
    public synchronized void awaitMore(int requests) {
        awaitSent(sent + requests);
    }

    /** No more requests are sent from now on: what the load was for is over. */
    public synchronized void enough() {
        enough = true;
    }

    synchronized boolean isEnough() {
        return enough;
    }

    /**
     * Waits for the last answer.
     *
     * @throws java.util.concurrent.CompletionException if a request could not even be made
     */
    public LoadReport report() {
        asked = true;
        return report.join();
    }

    /** Whether nobody has asked for the report yet. */
    public boolean isUntold() {
        return !asked;
    }

    synchronized void sent(int requests) {
        sent = requests;
        notifyAll();
    }

    synchronized void ended(LoadReport ended) {
        report.complete(ended);
        notifyAll();
    }

    synchronized void failed(Throwable error) {
        report.completeExceptionally(error);
        notifyAll();
    }
}
