package dev.weft.registry.membership;

import static com.netflix.appinfo.InstanceInfo.InstanceStatus.DOWN;
import static com.netflix.appinfo.InstanceInfo.InstanceStatus.OUT_OF_SERVICE;
import static com.netflix.appinfo.InstanceInfo.InstanceStatus.STARTING;
import static com.netflix.appinfo.InstanceInfo.InstanceStatus.UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import dev.weft.registry.RunningRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** What a listener hears of what instances, people and peers do over HTTP. */
class MembershipListenerTests {

    private static RunningRegistry running;
    private static Heard heard;

    private EurekaHttp registry;

    @BeforeAll
    static void start(@TempDir Path directory) {
        running = RunningRegistry.startWith(List.of(Configuration.class), directory);
        heard = running.bean(Heard.class);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @BeforeEach
    void listen() {
        registry = EurekaHttp.at(running.port());
        heard.changes.clear();
    }

    @Test
    void listenerWhenInstanceRegistersHearsIt() throws Exception {
        registry.register("came", "a", "UP");

        assertThat(heard.changes).containsExactly(change("came", null, UP));
        assertThat(heard.changes.get(0).isUp()).isTrue();
    }

    @Test
    void listenerWhenInstanceComesUpAfterItsStartHearsBoth() throws Exception {
        registry.register("started", "a", "STARTING");
        registry.register("started", "a", "UP");

        assertThat(heard.changes).containsExactly(change("started", null, STARTING), change("started", STARTING, UP));
    }

    @Test
    void listenerWhenInstanceRegistersAsDownHearsThatItIsDown() throws Exception {
        registry.register("leaving", "a", "UP");
        registry.register("leaving", "a", "DOWN");

        assertThat(heard.changes).containsExactly(change("leaving", null, UP), change("leaving", UP, DOWN));
    }

    @Test
    void listenerWhenInstanceCancelsTwiceHearsItOnce() throws Exception {
        registry.register("left", "a", "UP");
        registry.cancel("left", "a");
        int second = registry.cancel("left", "a");

        assertThat(second).isEqualTo(404);
        assertThat(heard.changes).containsExactly(change("left", null, UP), change("left", UP, null));
        assertThat(heard.changes.get(1).isGone()).isTrue();
    }

    @Test
    void listenerWhenStatusIsOverriddenAndRestoredHearsBoth() throws Exception {
        registry.register("overridden", "a", "UP");
        registry.override("overridden", "a", "OUT_OF_SERVICE");
        registry.endOverride("overridden", "a", "UP");

        assertThat(heard.changes)
                .containsExactly(
                        change("overridden", null, UP),
                        change("overridden", UP, OUT_OF_SERVICE),
                        change("overridden", OUT_OF_SERVICE, UP));
    }

    @Test
    void listenerWhenMetadataChangesHearsIt() throws Exception {
        registry.register("described", "a", "UP");
        registry.metadata("described", "a", "version", "v2");

        assertThat(heard.changes).containsExactly(change("described", null, UP), change("described", UP, UP));
        assertThat(registry.fetch("described", "a")).contains("\"version\":\"v2\"");
    }

    @Test
    void listenerWhenHeartbeatsComeHearsNothing() throws Exception {
        registry.register("alive", "a", "UP");
        heard.changes.clear();

        assertThat(registry.renew("alive", "a")).isEqualTo(200);
        assertThat(registry.asPeer().renew("alive", "a")).isEqualTo(200);

        assertThat(heard.changes).isEmpty();
    }

    @Test
    void listenerWhenPeerTellsOfChangesHearsThem() throws Exception {
        EurekaHttp peer = registry.asPeer();
        peer.register("copied", "a", "UP");
        peer.register("copied", "a", "DOWN");
        peer.override("copied", "a", "OUT_OF_SERVICE");
        peer.cancel("copied", "a");
        peer.cancel("copied", "a");

        assertThat(heard.changes)
                .containsExactly(
                        change("copied", null, UP),
                        change("copied", UP, DOWN),
                        change("copied", DOWN, OUT_OF_SERVICE),
                        change("copied", OUT_OF_SERVICE, null));
    }

    @Test
    void listenerWhenAPeerHasHeardAnInstanceLeaveThatSpokeHereHearsItOnceItIsSilent() throws Exception {
        registry.register("moved", "a", "UP", 1, 1);
        heard.changes.clear();

        assertThat(registry.asPeer().cancel("moved", "a")).isEqualTo(404);

        assertThat(heard.changes).isEmpty();
        // It has left: its lease has not ended.
        await().untilAsserted(() -> assertThat(heard.changes).containsExactly(change("moved", UP, null)));
    }

    @Test
    void fetchWhenInstanceHasChangedShowsItInTheDelta() throws Exception {
        registry.register("delta", "a", "UP");
        registry.cancel("delta", "a");

        assertThat(registry.delta()).contains("\"name\":\"DELTA\"").contains("\"actionType\":\"DELETED\"");
    }

    private static MembershipChange change(String service, InstanceStatus before, InstanceStatus after) {
        return new MembershipChange(service, "a", before, after, false);
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Configuration {

        @Bean
        Heard heard() {
            return new Heard();
        }
    }

    static class Heard implements MembershipListener {

        private final List<MembershipChange> changes = new CopyOnWriteArrayList<>();

        @Override
        public void changed(MembershipChange change) {
            changes.add(change);
        }
    }
}
