package dev.weft.registry.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** What keeps HTTPRoutes from being rules, in words that say what to do. */
final class Trouble {

    private static final String RIGHTS = " (expected: a Role with list and watch on httproutes and update on"
            + " httproutes/status of gateway.networking.k8s.io, bound to the registry's ServiceAccount)";

    private Trouble() {}

    /** Looks are made, but nobody says when. */
    static String unheard(Throwable failure, String namespace, Duration every) {
        return "changes are not heard of, only looked for every " + every.toSeconds() + " s: "
                + words(failure, namespace);
    }

    /** Whether the API server has said no, and will do so again. */
    static boolean isRefusal(Throwable failure) {
        KubernetesClientException its = cause(failure);
        return its != null
                && Set.of(
                                HttpURLConnection.HTTP_UNAUTHORIZED,
                                HttpURLConnection.HTTP_FORBIDDEN,
                                HttpURLConnection.HTTP_NOT_FOUND)
                        .contains(its.getCode());
    }

    /** Whether another peer has written meanwhile: nothing to speak of. */
    static boolean isOvertaken(Throwable failure) {
        return failure instanceof ErrorResponseException refused
                && refused.getStatusCode().isSameCodeAs(HttpStatus.PRECONDITION_FAILED);
    }

    static String words(Throwable failure, String namespace) {
        KubernetesClientException refusal = cause(failure);
        if (refusal != null && refusal.getCode() > 0) {
            return words(refusal, namespace);
        }
        if (failure instanceof ErrorResponseException refused
                && refused.getBody().getDetail() != null) {
            return "the store takes no change: " + refused.getBody().getDetail();
        }
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
        if (refusal != null && cause instanceof TimeoutException) {
            return "the API server does not end its answer";
        }
        return (refusal == null ? "" : "the API server does not answer: ")
                + (cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    private static @Nullable KubernetesClientException cause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException refusal) {
                return refusal;
            }
        }
        return null;
    }

    private static String words(KubernetesClientException refusal, String namespace) {
        String message =
                refusal.getStatus() == null ? null : refusal.getStatus().getMessage();
        String said = message == null || message.isBlank() ? "status " + refusal.getCode() : message;
        return switch (refusal.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                "the API server doesn't know who asks: " + said + " (expected: a pod with its ServiceAccount's token)";
            case HttpURLConnection.HTTP_FORBIDDEN ->
                "the API server forbids it in namespace " + namespace + ": " + said + RIGHTS;
            case HttpURLConnection.HTTP_NOT_FOUND ->
                "the API server knows no HTTPRoutes of gateway.networking.k8s.io/v1: " + said
                        + " (expected: a cluster with the Gateway API)";
            default -> "the API server says: " + said;
        };
    }
}
