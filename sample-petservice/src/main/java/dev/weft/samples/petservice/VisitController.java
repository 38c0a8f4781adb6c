package dev.weft.samples.petservice;

import dev.weft.samples.petservice.PetMedicalHistoryClient.NewVisit;
import dev.weft.samples.petservice.PetMedicalHistoryClient.Visit;
import java.util.List;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** Passes the ledger of petmedicalhistory through, its refusals included. */
@RestController
@RequestMapping("/pet/{pet}/visits")
class VisitController {
    private final PetMedicalHistoryClient petMedicalHistory;

    VisitController(PetMedicalHistoryClient petMedicalHistory) {
        this.petMedicalHistory = petMedicalHistory;
    }

    @PostMapping
    ResponseEntity<Visit> enter(@PathVariable long pet, @RequestBody NewVisit visit) {
        ResponseEntity<Visit> entered = petMedicalHistory.enterVisit(pet, visit);
        return ResponseEntity.created(
                        Objects.requireNonNull(entered.getHeaders().getLocation()))
                .body(entered.getBody());
    }

    @GetMapping
    List<Visit> all(@PathVariable long pet) {
        return petMedicalHistory.visits(pet);
    }

    @GetMapping("/{visit}")
    Visit one(@PathVariable long pet, @PathVariable long visit) {
        return petMedicalHistory.visit(pet, visit);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refused(RestClientResponseException e) {
        HttpHeaders headers = Objects.requireNonNullElseGet(e.getResponseHeaders(), HttpHeaders::new);
        MediaType type = Objects.requireNonNullElse(headers.getContentType(), MediaType.APPLICATION_PROBLEM_JSON);
        return ResponseEntity.status(e.getStatusCode()).contentType(type).body(e.getResponseBodyAsByteArray());
    }

    @ExceptionHandler
    ProblemDetail unavailable(RestClientException e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, Unavailable.inWords("petmedicalhistory", e));
    }
}
