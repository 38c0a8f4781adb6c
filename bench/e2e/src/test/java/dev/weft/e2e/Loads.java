package dev.weft.e2e;

import dev.weft.bench.load.Load;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The loads of these tests: requests at a constant rate, each answer read and judged. */
final class Loads {

    static final int RATE = Integer.getInteger("weft.e2e.rate", 200);
    static final int REQUESTS = Integer.getInteger("weft.e2e.requests", 20_000);

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private Loads() {}

    /** A quarter of the rate, writes too, for ten seconds. */
    static Load warmUp(PetClinic clinic) {
        Load load = visitsAndPets(clinic, 10 * RATE / 4, "warm-up");
        return new Load(RATE / 4, load.requests(), load.request(), load.check());
    }

    /** Reads pet 123 again and again; anything but the whole answer is a failure. */
    static Load pets(PetClinic clinic, int requests) {
        HttpRequest request = HttpRequest.newBuilder(clinic.edge("/pet/123"))
                .timeout(PATIENCE)
                .build();
        return new Load(RATE, requests, n -> request, Loads::wholePet);
    }

    private static @Nullable String wholePet(int n, HttpResponse<String> response) {
        String body = response.body();
        boolean whole = response.statusCode() == 200
                && body.contains("\"petBreed\":\"Dog\"")
                && body.contains("\"vaccinationList\"")
                && body.contains("\"status\":\"success\"");
        return whole ? null : response.statusCode() + " " + body;
    }

    /** Enters visits, each with a reason of its own, and reads pet 123 in between: every second request a POST. */
    static Load visitsAndPets(PetClinic clinic, int requests, String run) {
        URI visits = clinic.edge("/pet/123/visits");
        HttpRequest get = HttpRequest.newBuilder(clinic.edge("/pet/123"))
                .timeout(PATIENCE)
                .build();
        return new Load(
                RATE,
                requests,
                n -> isPost(n) ? visit(visits, reason(run, n)) : get,
                (n, response) -> isPost(n) ? created(response) : wholePet(n, response));
    }

    static boolean isPost(int n) {
        return n % 2 == 1;
    }

    static String reason(String run, int n) {
        return run + "-" + n;
    }

    private static HttpRequest visit(URI uri, String reason) {
        String body = "{\"date\":\"2026-03-01\",\"reason\":\"" + reason + "\"}";
        return HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static @Nullable String created(HttpResponse<String> response) {
        boolean created = response.statusCode() == 201
                && response.headers().firstValue("Location").isPresent();
        return created ? null : response.statusCode() + " " + response.body();
    }
}
