package dev.weft.mesh.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route does to its requests besides sending them somewhere.
 *
 * @param request changes to the requests' fields
 * @param response changes to the responses' fields
 * @param rewrite or null
 * @param redirect the answer instead of a call, or null
 * @param mirrors copies for others
 * @param fault trouble on purpose, or null
 * @param fallback what stands in for a call that fails, or null
 */
public record Actions(
        HeaderEdits request,
        HeaderEdits response,
        @Nullable Rewrite rewrite,
        @Nullable Redirect redirect,
        List<Mirror> mirrors,
        @Nullable Fault fault,
        @Nullable Fallback fallback) {

    /** Nothing. */
    public static final Actions NONE =
            new Actions(HeaderEdits.NONE, HeaderEdits.NONE, null, null, List.of(), null, null);

    private static final int MAX_MIRRORS = 8;

    public Actions {
        mirrors = List.copyOf(mirrors);
        if (mirrors.size() > MAX_MIRRORS) {
            throw new IllegalArgumentException(mirrors.size() + " mirrors (expected: at most " + MAX_MIRRORS + ")");
        }
        if (redirect != null && rewrite != null) {
            throw new IllegalArgumentException("a redirect and a rewrite (expected: at most one of them)");
        }
    }

    public Actions withRequest(HeaderEdits newRequest) {
        return new Actions(newRequest, response, rewrite, redirect, mirrors, fault, fallback);
    }

    public Actions withResponse(HeaderEdits newResponse) {
        return new Actions(request, newResponse, rewrite, redirect, mirrors, fault, fallback);
    }

    public Actions withRewrite(@Nullable Rewrite newRewrite) {
        return new Actions(request, response, newRewrite, redirect, mirrors, fault, fallback);
    }

    public Actions withRedirect(@Nullable Redirect newRedirect) {
        return new Actions(request, response, rewrite, newRedirect, mirrors, fault, fallback);
    }

    public Actions withMirrors(List<Mirror> newMirrors) {
        return new Actions(request, response, rewrite, redirect, newMirrors, fault, fallback);
    }

    public Actions withFault(@Nullable Fault newFault) {
        return new Actions(request, response, rewrite, redirect, mirrors, newFault, fallback);
    }

    public Actions withFallback(@Nullable Fallback newFallback) {
        return new Actions(request, response, rewrite, redirect, mirrors, fault, newFallback);
    }
}
