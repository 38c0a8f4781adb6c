package dev.weft.mesh.engine;

import dev.weft.mesh.balance.Pool;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Breaker;
import dev.weft.mesh.rules.Choice;
import dev.weft.mesh.rules.DestinationKey;
import dev.weft.mesh.rules.Fallback;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whom a call is made to.
 *
 * @param key by the name that the rules have for it
 * @param backend the service: the one that was called, unless a rule sends the call elsewhere
 * @param target the part of it, or null if the rules send the call nowhere
 * @param overridden whether the request itself says that it goes there
 */
record Leg(DestinationKey key, Destination backend, World.@Nullable Target target, boolean overridden) {

    /** Whom rules have chosen. */
    Leg(DestinationKey key, Destination backend, World.@Nullable Target target) {
        this(key, backend, target, false);
    }

    /** Whom the request itself asks for. */
    static Leg asked(Subset subset, Destination origin, World.@Nullable Target target) {
        return new Leg(new DestinationKey(null, subset), origin, target, true);
    }

    static Leg of(Destination origin, World world, Choice choice, @Nullable Subset override) {
        if (override != null) {
            return asked(override, origin, origin.overridden(override));
        }
        int number = choice.destination();
        if (number == Choice.NOWHERE) {
            return new Leg(DestinationKey.WHOLE, origin, null);
        }
        Leg here = world.legs().get(number);
        return here != null
                ? here
                : elsewhere(origin, world.rules().destinations().get(number));
    }

    static Leg of(Destination origin, Fallback.To fallback) {
        return elsewhere(origin, fallback.key());
    }

    private static Leg elsewhere(Destination origin, DestinationKey key) {
        ServiceName other = key.service();
        Destination backend = other == null ? origin : origin.peer(other);
        return new Leg(key, backend, backend.target(key.subset()));
    }

    /** Whether there is anybody at all, up or not. */
    boolean exists() {
        return target != null && backend.absence() == null;
    }

    /** Takes the places that a call needs, which {@link #leave} gives back; null if it has them. */
    Failure.@Nullable Reason enter() {
        if (!backend.limit().tryAcquire()) {
            return Failure.Reason.LIMIT;
        }
        boolean closed = false;
        try {
            closed = breaker().tryAcquire();
        } finally {
            if (!closed) {
                backend.limit().release();
            }
        }
        return closed ? null : Failure.Reason.BREAKER_OPEN;
    }

    /** The call has not come to anything of which the breaker would have to learn. */
    void leave() {
        try {
            breaker().release();
        } finally {
            backend.limit().release();
        }
    }

    Pool pool() {
        return someTarget().pool();
    }

    Breaker breaker() {
        return someTarget().breaker();
    }

    private World.Target someTarget() {
        return Objects.requireNonNull(target, "admitted without a destination");
    }

    /** The hash of the key by which the request stays at one endpoint, for {@link Pool#pick}. */
    int keyHash(CallRequest request) {
        return target == null ? Pool.NO_KEY : target.keyHash(request);
    }
}
