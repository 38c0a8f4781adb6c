package dev.weft.samples.petservice;

import java.util.Map;
import org.springframework.web.service.annotation.GetExchange;

/** A host outside the mesh. */
interface DogApiClient {
    @GetExchange("/api/breeds/image/random")
    Map<String, Object> randomPicture();
}
