package dev.weft.mesh.client.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.TestEngine;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.ConnectionProvider;

class MeshHttpClientTests {

    private static final InetSocketAddress ADDRESS = InetSocketAddress.createUnresolved("10.0.0.1", 8080);

    private final Engine engine = TestEngine.of(new FixedDirectory(), ServiceRules.defaults(), System::nanoTime);
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void clientWhenNobodyHasCalledStartsNoThreadOfReactors() {
        List<Runnable> scheduled = new CopyOnWriteArrayList<>();
        Thread self = Thread.currentThread();
        Schedulers.onScheduleHook("first", task -> {
            if (Thread.currentThread() == self) {
                scheduled.add(task);
            }
            return task;
        });
        try (Alarms alarms = new Alarms();
                MeshHttpClient transport = new MeshHttpClient(engine, alarms)) {
            assertThat(transport.client().configuration().connectionProvider()).isNotNull();

            assertThat(scheduled).isEmpty();
        } finally {
            Schedulers.resetOnScheduleHook("first");
        }
    }

    @Test
    void connectionsWhenNobodyHasAskedForOneAreNotMadeToBeClosed() {
        LateConnections connections = new LateConnections(this::make);

        connections.disposeWhen(ADDRESS);
        connections.dispose();

        assertThat(connections.isDisposed()).isTrue();
        assertThat(made).hasValue(0);
    }

    private ConnectionProvider make() {
        made.incrementAndGet();
        return ConnectionProvider.newConnection();
    }
}
