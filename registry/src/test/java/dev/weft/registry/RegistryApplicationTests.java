package dev.weft.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The words of the command line. */
class RegistryApplicationTests {

    @Test
    void spelledOutWhenEverybodyMayReadListensOnThisMachineOnly() {
        assertThat(RegistryApplication.spelledOut("--server.port=8762", "--open", "--debug"))
                .containsExactly("--server.port=8762", "--registry.open=true", "--server.address=127.0.0.1", "--debug");
    }

    @Test
    void spelledOutWhenNothingIsToBeSaysWhatWasSaid() {
        assertThat(RegistryApplication.spelledOut()).isEmpty();
        assertThat(RegistryApplication.spelledOut("--opened", "open", "--open=true"))
                .containsExactly("--opened", "open", "--open=true");
    }
}
