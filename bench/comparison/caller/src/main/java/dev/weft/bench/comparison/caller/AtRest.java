package dev.weft.bench.comparison.caller;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the application is like while it calls nobody. */
@RestController
class AtRest {

    private final ObjectProvider<KnownEndpoints> endpoints;

    AtRest(ObjectProvider<KnownEndpoints> endpoints) {
        this.endpoints = endpoints;
    }

    /** How many of Java's threads live, daemons included; those of the JVM itself are not among them. */
    @GetMapping("/threads")
    int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** How many endpoints of these services it knows; none where it looks for nobody. */
    @GetMapping("/known")
    int known(@RequestParam List<String> service) {
        KnownEndpoints known = endpoints.getIfAvailable(() -> name -> 0);
        return service.stream().mapToInt(known::of).sum();
    }
}
