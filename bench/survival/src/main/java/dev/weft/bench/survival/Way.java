package dev.weft.bench.survival;

/** What one process sends another one, whichever of them has opened the connection. */
public interface Way {

    /** From now on nothing of it arrives, and nobody is told. */
    void cut();

    /** From now on it arrives. */
    void heal();
}
