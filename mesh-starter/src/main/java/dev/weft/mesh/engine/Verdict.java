package dev.weft.mesh.engine;

/** What to do with a response whose head has come. */
public enum Verdict {
    /** Hand it to the caller; tell the engine when its body has ended. */
    DELIVER,
    /** Drop it, body and connection, and ask for the next step: the attempt has ended. */
    DISCARD
}
