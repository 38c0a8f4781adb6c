package dev.weft.registry;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests that ask one registry, which waits for nobody to come back. Each takes a service of its own. */
public abstract class SharedRegistry {

    protected static RunningRegistry registry;

    @BeforeAll
    protected static void startRegistry(@TempDir Path directory) throws IOException {
        registry = RunningRegistry.start(directory, "registry.settling=0s");
    }

    @AfterAll
    protected static void stopRegistry() {
        registry.close();
    }
}
