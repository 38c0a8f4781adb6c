package dev.weft.registry.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.registry.RunningRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances whose clocks are set while they run. */
class ClockStepTests {

    private static final Instant NOW = Instant.now();
    private static final Duration STEP = Duration.ofHours(1);

    private static RunningRegistry running;
    private static EurekaHttp registry;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        running = RunningRegistry.start(directory);
        registry = EurekaHttp.at(running.port());
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void registerWhenTheInstancesClockWentBackIsTaken() throws Exception {
        EurekaHttp after = registry.changedAt(NOW.minus(STEP));
        registry.changedAt(NOW).register("back", "a", "UP");

        after.register("back", "a", "DOWN");

        assertThat(registry.fetch("back", "a")).contains("\"status\":\"DOWN\"");
        assertThat(after.renew("back", "a")).isEqualTo(200);
        registry.changedAt(NOW.minus(STEP).plusSeconds(1)).register("back", "a", "UP");
        assertThat(registry.fetch("back", "a")).contains("\"status\":\"UP\"");
    }

    @Test
    void registerWhenTheInstancesClockWentForwardAndBackIsTaken() throws Exception {
        registry.changedAt(NOW).register("forward", "a", "UP");
        registry.changedAt(NOW.plus(STEP)).register("forward", "a", "DOWN");
        assertThat(registry.fetch("forward", "a")).contains("\"status\":\"DOWN\"");

        registry.changedAt(NOW.plusSeconds(1)).register("forward", "a", "UP");

        assertThat(registry.fetch("forward", "a")).contains("\"status\":\"UP\"");
        assertThat(registry.changedAt(NOW.plusSeconds(1)).renew("forward", "a")).isEqualTo(200);
    }

    @Test
    void renewWhenAnOlderRegistrationHasComeLateAsksForAnother() throws Exception {
        EurekaHttp latest = registry.changedAt(NOW.plusMillis(1));
        latest.register("late", "a", "UP");
        registry.changedAt(NOW).register("late", "a", "STARTING");

        assertThat(latest.renew("late", "a")).isEqualTo(404);
        latest.register("late", "a", "UP");

        assertThat(registry.fetch("late", "a")).contains("\"status\":\"UP\"");
        assertThat(latest.renew("late", "a")).isEqualTo(200);
    }

    /** The one that had its id before has said good-bye to a registry that heard it when this one had come. */
    @Test
    void renewWhenAPeerTellsOfAPredecessorAsksForAnother() throws Exception {
        EurekaHttp successor = registry.changedAt(NOW);
        successor.register("successor", "a", "UP");
        registry.asPeer().changedAt(NOW.plusMillis(1)).register("successor", "a", "DOWN");
        assertThat(registry.fetch("successor", "a")).contains("\"status\":\"DOWN\"");

        assertThat(successor.renew("successor", "a")).isEqualTo(404);
        successor.register("successor", "a", "UP");

        assertThat(registry.fetch("successor", "a")).contains("\"status\":\"UP\"");
        assertThat(successor.renew("successor", "a")).isEqualTo(200);
    }

    /** It has never registered here, but comes here since its own registry does not answer. */
    @Test
    void renewWhenOnlyAPeerHasToldOfTheInstanceWhatIsNewerAsksForItsOwnWord() throws Exception {
        EurekaHttp elsewhere = registry.changedAt(NOW);
        registry.asPeer().changedAt(NOW.plusMillis(1)).register("elsewhere", "a", "DOWN");

        assertThat(elsewhere.renew("elsewhere", "a")).isEqualTo(404);
        elsewhere.register("elsewhere", "a", "UP");

        assertThat(elsewhere.renew("elsewhere", "a")).isEqualTo(200);
        assertThat(registry.fetch("elsewhere", "a")).contains("\"status\":\"UP\"");
    }

    @Test
    void renewWhenAPeerTellsWhatTheInstanceHasSaidThereIsTaken() throws Exception {
        registry.changedAt(NOW).register("there", "a", "UP");
        EurekaHttp later = registry.changedAt(NOW.plusSeconds(1));

        later.asPeer().register("there", "a", "DOWN");

        assertThat(later.renew("there", "a")).isEqualTo(200);
        assertThat(registry.fetch("there", "a")).contains("\"status\":\"DOWN\"");
    }

    @Test
    void registerWhenAPeerTellsWhatIsOlderIsNotTaken() throws Exception {
        registry.changedAt(NOW).register("copied", "a", "UP");

        registry.asPeer().changedAt(NOW.minus(STEP)).register("copied", "a", "DOWN");

        assertThat(registry.fetch("copied", "a")).contains("\"status\":\"UP\"");
    }

    /** The word was on its way while two registries did not hear each other, and the instance is back since. */
    @Test
    void cancelWhenAPeerTellsItOfOneThatSpeaksHereIsNotTaken() throws Exception {
        registry.changedAt(NOW).register("back", "again", "UP");

        assertThat(registry.asPeer().cancel("back", "again")).isEqualTo(404);

        assertThat(registry.fetch("back", "again")).contains("\"status\":\"UP\"");
    }

    @Test
    void cancelWhenAPeerTellsItOfOneThatIsDownIsTaken() throws Exception {
        registry.changedAt(NOW).register("gone", "a", "UP");
        registry.asPeer().changedAt(NOW.plusSeconds(1)).register("gone", "a", "DOWN");

        assertThat(registry.asPeer().cancel("gone", "a")).isEqualTo(200);

        assertThat(registry.fetch("gone", "a")).isEmpty();
    }
}
