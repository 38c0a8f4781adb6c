package dev.weft.samples.petmedicalhistory;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Answered as 404. */
class UnknownPetException extends ResponseStatusException {
    UnknownPetException(long id) {
        super(HttpStatus.NOT_FOUND, "There is no medical history of pet " + id);
    }
}
