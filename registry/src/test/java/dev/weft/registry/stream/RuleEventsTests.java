package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.RunningRegistry;
import dev.weft.registry.store.RuleStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleEventsTests {

    private static final int KEPT = 16;

    @Test
    void eventWhenThereAreMoreVariantsThanAreKeptIsMadeAnew(@TempDir Path directory) throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory)) {
            RuleEvents events = RuleEvents.of(
                    ServiceName.of("pets"), registry.bean(RuleStore.class).held());

            for (int n = 0; n < 2 * KEPT; n++) {
                List<Withheld> withheld = List.of(new Withheld("timeout", List.of("key-" + n)));
                byte[] made = events.event(withheld, true);
                assertThat(events.event(withheld, true)).isEqualTo(made);
                assertThat(events.event(withheld, true) == made)
                        .as("kept: %s", n)
                        .isEqualTo(n < KEPT);
            }
        }
    }
}
