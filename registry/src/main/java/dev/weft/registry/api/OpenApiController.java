package dev.weft.registry.api;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of this API, for machines. */
@RestController
final class OpenApiController {

    @GetMapping(path = "/mesh/v1/openapi.yaml", produces = "application/yaml")
    Resource description() {
        return new ClassPathResource("openapi/mesh-v1.yaml");
    }
}
