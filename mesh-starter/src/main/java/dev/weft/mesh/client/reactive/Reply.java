package dev.weft.mesh.client.reactive;

import dev.weft.mesh.model.HeaderFields;
import dev.weft.mesh.model.Headers;

/** A response whose head has come and whose body is still on the wire. */
interface Reply {

    int status();

    Headers headers();

    /** The same, to be changed before the caller sees them. */
    HeaderFields fields();

    /** Whether somebody reads the body, and thereby answers for how it ends. */
    boolean isTaken();

    /** Closes the connection of a response that nobody wants, without reading what is left of it. */
    void drop();
}
