package dev.weft.e2e;

import dev.weft.bench.load.Load;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How many of a load's answers were of which version of petdetails. */
final class Breeds {

    private final PetClinic clinic;
    private int sent;
    private int first;
    private int all;
    private int shepherds;

    Breeds(PetClinic clinic) {
        this.clinic = clinic;
    }

    /** Reads pet 123 again and again; an answer without its breed is a failure. */
    Load load(int ratePerSecond, int requests) {
        HttpRequest request = HttpRequest.newBuilder(clinic.edge("/pet/123"))
                .timeout(Duration.ofSeconds(40))
                .build();
        return new Load(ratePerSecond, requests, n -> sends(request), this::problem);
    }

    private synchronized HttpRequest sends(HttpRequest request) {
        sent++;
        return request;
    }

    private @Nullable String problem(int n, HttpResponse<String> response) {
        if (response.statusCode() != 200 || !response.body().contains("\"petBreed\"")) {
            return response.statusCode() + " " + response.body();
        }
        count(n, Edge.breed(response).equals(Edge.SHEPHERD));
        return null;
    }

    private synchronized void count(int n, boolean shepherd) {
        if (n >= first) {
            all++;
            shepherds += shepherd ? 1 : 0;
        }
    }

    /** Among so many answers to requests that are sent from now on: how many are of v2. */
    double percentOfShepherds(int answers) {
        begin();
        clinic.fleet().await(answers + " answers", () -> answered() >= answers);
        return percent();
    }

    private synchronized void begin() {
        first = sent;
        all = 0;
        shepherds = 0;
    }

    private synchronized int answered() {
        return all;
    }

    private synchronized double percent() {
        return 100.0 * shepherds / all;
    }
}
