package dev.weft.e2e;

import dev.weft.bench.load.Load;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many of a load's answers were of which version of petdetails. */
final class Breeds {

    private final PetClinic clinic;
    private final AtomicInteger all = new AtomicInteger();
    private final AtomicInteger shepherds = new AtomicInteger();

    Breeds(PetClinic clinic) {
        this.clinic = clinic;
    }

    /** Reads pet 123 again and again; an answer without its breed is a failure. */
    Load load(int ratePerSecond, int requests) {
        HttpRequest request = HttpRequest.newBuilder(clinic.edge("/pet/123"))
                .timeout(Duration.ofSeconds(40))
                .build();
        return new Load(ratePerSecond, requests, n -> request, (n, response) -> problem(response));
    }

    private @Nullable String problem(HttpResponse<String> response) {
        if (response.statusCode() != 200 || !response.body().contains("\"petBreed\"")) {
            return response.statusCode() + " " + response.body();
        }
        if (Edge.breed(response).equals(Edge.SHEPHERD)) {
            shepherds.incrementAndGet();
        }
        all.incrementAndGet();
        return null;
    }

    /** Among so many answers that come from now on: how many are of v2. */
    double percentOfShepherds(int answers) {
        int before = all.get();
        int shepherdsBefore = shepherds.get();
        clinic.fleet().await(answers + " answers", () -> all.get() - before > answers);
        return 100.0 * (shepherds.get() - shepherdsBefore) / (all.get() - before);
    }
}
