package dev.weft.e2e;

import dev.weft.bench.load.Load;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The loads of these tests: requests at a constant rate, each answer read and judged. */
final class Loads {

    /** What two cores carry beside the build; bench/chaos runs at twice as much. */
    private static final int RATE = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private Loads() {}

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
}
