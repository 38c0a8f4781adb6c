package dev.weft.samples.petdetails;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class PetDetailsController {
    private final PetRepository pets;
    private final Version version;

    PetDetailsController(PetRepository pets, @Value("${petdetails.version}") Version version) {
        this.pets = pets;
        this.version = version;
    }

    @GetMapping("/pet/{id}/details")
    PetDetails details(@PathVariable long id) {
        Pet pet = pets.findById(id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no pet " + id));
        return new PetDetails(pet.name(), pet.age(), pet.owner(), version.breedOf(pet));
    }
}
