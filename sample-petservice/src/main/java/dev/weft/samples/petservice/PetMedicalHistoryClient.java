package dev.weft.samples.petservice;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

interface PetMedicalHistoryClient {
    @GetExchange("/pet/{id}/medicalhistory")
    MedicalHistory medicalHistory(@PathVariable long id);

    @PostExchange("/pet/{id}/visits")
    ResponseEntity<Visit> enterVisit(@PathVariable long id, @RequestBody NewVisit visit);

    @GetExchange("/pet/{id}/visits")
    List<Visit> visits(@PathVariable long id);

    @GetExchange("/pet/{id}/visits/{visit}")
    Visit visit(@PathVariable long id, @PathVariable long visit);

    record MedicalHistory(List<String> vaccinationList) {}

    /** As the caller sent it: petmedicalhistory says what must be there. */
    record NewVisit(@Nullable LocalDate date, @Nullable String reason) {}

    record Visit(long id, LocalDate date, String reason) {}
}
