package dev.weft.mesh.engine;

import dev.weft.mesh.balance.Pool;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Choice;
import dev.weft.mesh.rules.DestinationKey;
import dev.weft.mesh.rules.Fallback;
import org.jspecify.annotations.Nullable;

/**
 * Whom a call is made to.
 *
 * @param key by the name that the rules have for it
 * @param backend the service: the one that was called, unless a rule sends the call elsewhere
 * @param target the part of it, or null if the rules send the call nowhere
 */
record Leg(DestinationKey key, Destination backend, World.@Nullable Target target) {

    static Leg of(Destination origin, World world, Choice choice, @Nullable Subset override) {
        if (override != null) {
            return new Leg(new DestinationKey(null, override), origin, origin.overridden(override));
        }
        int number = choice.destination();
        if (number == Choice.NOWHERE) {
            return new Leg(DestinationKey.WHOLE, origin, null);
        }
        DestinationKey key = world.rules().destinations().get(number);
        return key.service() == null ? new Leg(key, origin, world.targets().get(number)) : elsewhere(origin, key);
    }

    static Leg of(Destination origin, Fallback.To fallback) {
        return elsewhere(origin, new DestinationKey(fallback.service(), fallback.subset()));
    }

    private static Leg elsewhere(Destination origin, DestinationKey key) {
        ServiceName other = key.service();
        Destination backend = other == null ? origin : origin.peer(other);
        return new Leg(key, backend, backend.target(key.subset()));
    }

    /** The hash of the key by which the request stays at one endpoint, for {@link Pool#pick}. */
    int keyHash(CallRequest request) {
        return target == null ? Pool.NO_KEY : target.keyHash(request);
    }
}
