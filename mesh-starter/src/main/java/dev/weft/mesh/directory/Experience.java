package dev.weft.mesh.directory;

/** What this process itself finds of an endpoint, whatever sources say of it. */
public enum Experience {
    /** It has answered of late, and is not ejected. */
    ANSWERING,
    /** It is ejected. */
    FAILING,
    /** Nothing has come of late, or it was never asked. */
    NONE
}
