package dev.weft.samples.petservice;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.server.ResponseStatusException;

@RestController
class PetController {
    private final PetDetailsClient petDetails;
    private final PetMedicalHistoryClient petMedicalHistory;
    private final DogPictures dogPictures;
    private final AsyncTaskExecutor executor;

    PetController(
            PetDetailsClient petDetails,
            PetMedicalHistoryClient petMedicalHistory,
            DogPictures dogPictures,
            @Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor) {
        this.petDetails = petDetails;
        this.petMedicalHistory = petMedicalHistory;
        this.dogPictures = dogPictures;
        this.executor = executor;
    }

    /** Asks all three at once; the answer holds what came back, and in words what didn't. */
    @GetMapping("/pet/{id}")
    PetPicture pet(@PathVariable long id) {
        var details = ask("petdetails", () -> detailsOf(id));
        var history = ask("petmedicalhistory", () -> petMedicalHistory.medicalHistory(id));
        var picture = ask("the dog API", dogPictures::random);
        return new PetPicture(result(details), result(history), result(picture));
    }

    private PetDetailsClient.PetDetails detailsOf(long id) {
        try {
            return petDetails.details(id);
        } catch (HttpClientErrorException.NotFound e) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no pet " + id, e);
        }
    }

    private CompletableFuture<Object> ask(String whom, Supplier<Object> question) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return question.get();
                    } catch (RestClientException e) {
                        return Unavailable.because(whom, e);
                    } catch (CallNotPermittedException | BulkheadFullException e) {
                        return new Unavailable("no answer: " + e.getMessage());
                    }
                },
                executor);
    }

    private static Object result(CompletableFuture<Object> call) {
        try {
            return call.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    record PetPicture(Object petDetails, Object petMedicalHistory, Object dogAPIResponse) {}
}
