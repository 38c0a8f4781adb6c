package dev.weft.registry.membership;

/** Hears of every change of membership, whoever caused it: an instance, a peer, a person or the end of a lease. */
@FunctionalInterface
public interface MembershipListener {

    /**
     * Called when the registry already answers with the change. The changes of one instance come one after the other and in
     * order; those of several may come from several threads at once. Must be quick, must not block and must change no
     * membership. It is no heartbeat: a renewal that changes nothing is no change.
     */
    void changed(MembershipChange change);
}
