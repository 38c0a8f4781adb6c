package dev.weft.samples.petservice;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;

interface PetDetailsClient {
    @GetExchange("/pet/{id}/details")
    PetDetails details(@PathVariable long id);

    record PetDetails(String petName, int petAge, String petOwner, String petBreed) {}
}
