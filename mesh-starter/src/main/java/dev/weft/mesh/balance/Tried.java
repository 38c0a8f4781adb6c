package dev.weft.mesh.balance;

/** The endpoints that a call has tried already, so that a retry goes elsewhere while there is an elsewhere. */
@FunctionalInterface
public interface Tried {

    /** Nothing was tried. */
    Tried NONE = endpoint -> false;

    /** Whether the call has sent an attempt to this endpoint. */
    boolean includes(EndpointState endpoint);
}
