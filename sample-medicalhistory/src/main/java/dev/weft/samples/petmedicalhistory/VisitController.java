package dev.weft.samples.petmedicalhistory;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/pet/{pet}/visits")
class VisitController {
    private final PatientRepository patients;
    private final VisitRepository visits;

    VisitController(PatientRepository patients, VisitRepository visits) {
        this.patients = patients;
        this.visits = visits;
    }

    @PostMapping
    ResponseEntity<VisitEntry> enter(@PathVariable long pet, @Valid @RequestBody NewVisit visit) {
        mustBeKnown(pet);
        VisitEntry entry = VisitEntry.of(visits.save(new Visit(null, pet, visit.date(), visit.reason())));
        return ResponseEntity.created(URI.create("/pet/" + pet + "/visits/" + entry.id()))
                .body(entry);
    }

    @GetMapping
    List<VisitEntry> all(@PathVariable long pet) {
        mustBeKnown(pet);
        return visits.findByPatientOrderById(pet).stream().map(VisitEntry::of).toList();
    }

    @GetMapping("/{id}")
    VisitEntry one(@PathVariable long pet, @PathVariable long id) {
        return visits.findByIdAndPatient(id, pet)
                .map(VisitEntry::of)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no visit " + id + " of pet " + pet));
    }

    private void mustBeKnown(long pet) {
        if (!patients.existsById(pet)) {
            throw new UnknownPetException(pet);
        }
    }

    record NewVisit(
            @NotNull LocalDate date,
            @NotBlank @Size(max = 200) String reason) {}

    record VisitEntry(long id, LocalDate date, String reason) {
        static VisitEntry of(Visit visit) {
            return new VisitEntry(Objects.requireNonNull(visit.id()), visit.date(), visit.reason());
        }
    }
}
