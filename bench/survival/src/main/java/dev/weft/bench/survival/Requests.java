package dev.weft.bench.survival;

import dev.weft.bench.load.Load;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Requests for work, each with an id of its own that its answer must name at the beginning and at the end, once for every
 * tier.
 *
 * @param run what the ids begin with
 * @param tiers how many work on a request
 */
public record Requests(String run, int tiers) {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Reads only. */
    public Load gets(int rate, int requests, IntFunction<URI> target) {
        return new Load(rate, requests, n -> get(n, target.apply(n)), this::problem);
    }

    /** Every second request a write. */
    public Load mixed(int rate, int requests, IntFunction<URI> target) {
        return new Load(
                rate, requests, n -> isPost(n) ? post(n, target.apply(n)) : get(n, target.apply(n)), this::problem);
    }

    public static boolean isPost(int n) {
        return n % 2 == 1;
    }

    /** The one of several whose turn the n-th request is: each gets a read and the write after it, or some would get no writes. */
    public static <T> T turn(List<T> of, int n) {
        return of.get(n / 2 % of.size());
    }

    /** What the n-th request is called. */
    public String id(int n) {
        return run + "-" + n;
    }

    private HttpRequest get(int n, URI target) {
        return request(n, target).build();
    }

    private HttpRequest post(int n, URI target) {
        return request(n, target).POST(BodyPublishers.noBody()).build();
    }

    private HttpRequest.Builder request(int n, URI target) {
        return HttpRequest.newBuilder(target.resolve("/work?id=" + id(n))).timeout(PATIENCE);
    }

    /** What is wrong with the answer to the n-th request, or null if it is whole. */
    public @Nullable String problem(int n, HttpResponse<String> response) {
        String body = response.body();
        boolean whole = response.statusCode() == 200
                && count(body, "begin " + id(n) + " ") == tiers
                && count(body, " end " + id(n)) == tiers;
        return whole
                ? null
                : response.statusCode() + " "
                        + response.headers().firstValue("mesh-reason").orElse("") + " "
                        + body.substring(0, Math.min(200, body.length()));
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            count++;
        }
        return count;
    }
}
