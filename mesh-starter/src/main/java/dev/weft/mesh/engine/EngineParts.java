package dev.weft.mesh.engine;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.RuleSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is put together from.
 *
 * @param self the service that this process is
 * @param zone where this process runs, or null when unknown
 * @param instance which of its service's instances this process is, by the id that the directory has for it; one that the
 *     directory does not have stands for a place among them that is as good as drawn
 * @param directory where endpoints come from
 * @param rules where rules come from
 * @param guards breakers and bulkheads
 * @param meters what is told of everything that happens
 * @param random the only source of chance; must be thread-safe
 * @param extensions what the application adds
 */
public record EngineParts(
        ServiceName self,
        @Nullable String zone,
        String instance,
        EndpointDirectory directory,
        RuleSource rules,
        Guards guards,
        MeshMeters meters,
        RandomGenerator random,
        Extensions extensions) {

    /** An engine to which the application adds nothing. */
    public EngineParts(
            ServiceName self,
            @Nullable String zone,
            String instance,
            EndpointDirectory directory,
            RuleSource rules,
            Guards guards,
            MeshMeters meters,
            RandomGenerator random) {
        this(self, zone, instance, directory, rules, guards, meters, random, Extensions.NONE);
    }

    EngineParts withGuards(Guards newGuards) {
        return new EngineParts(self, zone, instance, directory, rules, newGuards, meters, random, extensions);
    }

    EngineParts withExtensions(Extensions newExtensions) {
        return new EngineParts(self, zone, instance, directory, rules, guards, meters, random, newExtensions);
    }
}
