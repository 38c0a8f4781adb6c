package dev.weft.mesh.autoconfigure;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The mesh's source of chance, which its core is handed. */
final class Chance {

    private Chance() {}

    /** Each thread draws from its own, so that none waits for another. */
    static RandomGenerator ofEachThread() {
        return () -> ThreadLocalRandom.current().nextLong();
    }
}
