package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

class DiscoveryClientSourceTests {

    @Test
    void pollWhenTheListenerFailsIsNotTheLast() {
        DiscoveryClientSource source = new DiscoveryClientSource(
                List.of(new Registry()),
                new InstanceMapping(),
                new RegistryContact(System::nanoTime),
                Duration.ofMillis(1));
        AtomicInteger answers = new AtomicInteger();

        source.start(answer -> {
            assertThat(answer.services()).hasSize(1);
            if (answers.incrementAndGet() == 1) {
                throw new IllegalStateException("not this one");
            }
        });

        try {
            await().until(() -> answers.get() > 1);
        } finally {
            source.stop();
        }
    }

    /** Knows one instance of one service. */
    private static final class Registry implements DiscoveryClient {

        @Override
        public String description() {
            return "registry";
        }

        @Override
        public List<String> getServices() {
            return List.of("petdetails");
        }

        @Override
        public List<ServiceInstance> getInstances(String service) {
            return List.of(new DefaultServiceInstance("a", service, "host-a", 8080, false));
        }
    }
}
