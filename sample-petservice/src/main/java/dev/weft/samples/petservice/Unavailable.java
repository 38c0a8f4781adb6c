package dev.weft.samples.petservice;

import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** Stands in an answer for a part that could not be had, and says why in words. */
record Unavailable(String error) {
    static Unavailable because(String whom, RestClientException e) {
        return new Unavailable(inWords(whom, e));
    }

    static String inWords(String whom, RestClientException e) {
        if (e instanceof RestClientResponseException answered) {
            int status = answered.getStatusCode().value();
            HttpStatus known = HttpStatus.resolve(status);
            return whom + " answered " + status + (known == null ? "" : " " + known.getReasonPhrase());
        }
        // The mesh's own message names the service, what was tried and why it ended.
        Throwable why = Objects.requireNonNullElse(e.getCause(), e);
        return "no answer: " + Objects.requireNonNullElse(why.getMessage(), why.toString());
    }
}
