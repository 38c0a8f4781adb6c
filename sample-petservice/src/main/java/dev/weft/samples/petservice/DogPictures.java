package dev.weft.samples.petservice;

import io.github.resilience4j.bulkhead.annotation.Bulkhead;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** A host outside the mesh, guarded by Resilience4j as anywhere else: when it hangs, it must not hold up the rest. */
@Component
class DogPictures {
    private static final ParameterizedTypeReference<Map<String, Object>> PICTURE =
            new ParameterizedTypeReference<>() {};

    private final RestClient client;

    DogPictures(RestClient.Builder builder, @Value("${dog-api.url}") String url) {
        this.client = builder.baseUrl(url).build();
    }

    @CircuitBreaker(name = "dog-api")
    @Bulkhead(name = "dog-api")
    Map<String, Object> random() {
        return Objects.requireNonNull(
                client.get().uri("/api/breeds/image/random").retrieve().body(PICTURE));
    }
}
