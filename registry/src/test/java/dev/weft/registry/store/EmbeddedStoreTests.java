package dev.weft.registry.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The store in a file. */
class EmbeddedStoreTests extends RuleStoreContract {

    @TempDir
    private Path directory;

    @Override
    OpenStore open() throws Exception {
        return OpenStore.in(directory);
    }
}
