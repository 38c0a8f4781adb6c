package dev.weft.mesh.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.ServiceName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class StoreLogTests {

    private static final ServiceName PETS = ServiceName.of("pets");
    private static final StoreVersion KNOWN = new StoreVersion("store", 0, 7, 70);
    private static final StoreVersion OLDER = new StoreVersion("store", 0, 6, 60);

    private final StoreLog log = new StoreLog();

    @Test
    void warnIfStrangeWhenAPeerHasReadTheLatestSinceSaysNothing(CapturedOutput output) {
        log.strange(PETS, OLDER);
        take();
        log.warnIfStrange(PETS, OLDER, KNOWN);

        assertThat(output).doesNotContain("meshctl adopt");
    }

    @Test
    void warnIfStrangeWhenItIsSoStillSaysItOnceForAllServices(CapturedOutput output) {
        ServiceName dogs = ServiceName.of("dogs");
        log.strange(PETS, OLDER);
        log.strange(dogs, OLDER);
        log.warnIfStrange(PETS, OLDER, KNOWN);
        log.warnIfStrange(dogs, OLDER, KNOWN);

        assertThat(output).containsOnlyOnce("meshctl adopt");
    }

    @Test
    void warnIfStrangeWhenItIsSoAgainSaysItAgain(CapturedOutput output) {
        log.strange(PETS, OLDER);
        log.warnIfStrange(PETS, OLDER, KNOWN);
        take();
        log.strange(PETS, OLDER);
        log.warnIfStrange(PETS, OLDER, KNOWN);

        assertThat(output.getOut().split("meshctl adopt", -1)).hasSize(3);
    }

    private void take() {
        log.taken(PETS, new StoreRules.Kept(KNOWN, null, List.of()), null, KNOWN);
    }
}
