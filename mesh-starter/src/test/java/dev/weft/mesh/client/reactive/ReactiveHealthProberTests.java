package dev.weft.mesh.client.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.HealthCheck;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Checkup;
import dev.weft.mesh.resilience.HealthPolicy;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Checks whose only event loop does something else for a while. Other threads' time is virtual, the wire is real. */
class ReactiveHealthProberTests {

    private static final ServiceName SERVICE = ServiceName.of("petdetails");
    private static final HealthPolicy POLICY = new HealthPolicy("/up", Duration.ofSeconds(1));

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final BusyLoop loop = new BusyLoop();
    private final FixedDirectory directory = new FixedDirectory();
    private final Engine engine =
            TestEngine.of(directory, ServiceRules.defaults().withHealth(POLICY), System::nanoTime);
    private final ReactiveHealthProber prober = new ReactiveHealthProber(
            engine.healthChecks(),
            UnaryOperator.identity(),
            HttpClient.create(ConnectionProvider.newConnection()).runOn(loop.loops()),
            new Alarms(new SchedulerTimer(time)),
            time);

    @AfterEach
    void close() {
        loop.free();
        prober.close();
        loop.close();
    }

    @Test
    void checkWhenTheEventLoopIsBehindPasses() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("fine"))) {
            HealthCheck check = due(server);
            loop.keepBusy();

            prober.send(check);
            time.advanceTimeBy(POLICY.timeout().plusMillis(500));
            loop.free();

            assertThat(ended().passed()).isOne();
        }
    }

    @Test
    void checkWhenTheEndpointDoesNotAnswerFailsAndItsConnectionIsClosed() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.blackHole())) {
            prober.send(due(server));

            assertThat(ended().failed()).isOne();
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void checkWhenTheEventLoopHangsEnds() throws Exception {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.ok("fine"))) {
            HealthCheck check = due(server);
            loop.keepBusy();

            prober.send(check);
            time.advanceTimeBy(Duration.ofMinutes(1));

            assertThat(ended().failed()).isOne();
        }
    }

    private HealthCheck due(MisbehavingServer server) {
        directory.put(SERVICE.host(), server.endpoint("e1"));
        engine.destination(SERVICE);
        long now = System.nanoTime();
        // The first look plans the check, within an interval.
        List<HealthCheck> none = engine.healthChecks().due(now);
        return none.isEmpty()
                ? engine.healthChecks().due(now + POLICY.interval().toNanos()).get(0)
                : none.get(0);
    }

    private Checkup.State ended() {
        Destination destination = engine.destination(SERVICE);
        Checkup checkup = destination.states().iterator().next().checkup();
        await().until(() -> !Objects.requireNonNull(checkup.state()).underWay());
        return Objects.requireNonNull(checkup.state());
    }
}
