package dev.weft.samples.petmedicalhistory;

import java.util.List;
import org.springframework.data.annotation.Id;

/** A pet that the vet knows, with its vaccinations in the order in which they were given. */
record Patient(@Id long id, List<Vaccination> vaccinations) {
    record Vaccination(String name) {}
}
