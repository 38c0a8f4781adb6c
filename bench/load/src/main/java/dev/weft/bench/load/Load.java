package dev.weft.bench.load;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What to send, how often, and what to expect.
 *
 * @param ratePerSecond requests that are started each second
 * @param requests how many in all
 * @param request the n-th request, from 0
 * @param check what is wrong with the n-th answer
 */
public record Load(int ratePerSecond, int requests, IntFunction<HttpRequest> request, Check check) {

    public Load {
        if (ratePerSecond < 1 || requests < 1) {
            throw new IllegalArgumentException(
                    requests + " requests at " + ratePerSecond + " a second (expected: at least one of each)");
        }
    }

    /** Judges an answer. */
    @FunctionalInterface
    public interface Check {

        /** What is wrong with the answer to the n-th request, or null if it is as expected. */
        @Nullable
        String problem(int n, HttpResponse<String> response);
    }
}
