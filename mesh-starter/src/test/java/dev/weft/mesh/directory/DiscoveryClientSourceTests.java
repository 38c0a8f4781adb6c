package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClient;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryProperties;

class DiscoveryClientSourceTests {

    @Test
    void pollWhenTheListenerFailsIsNotTheLast() {
        SimpleDiscoveryProperties known = new SimpleDiscoveryProperties();
        known.getInstances()
                .put("petdetails", List.of(new DefaultServiceInstance("a", "petdetails", "host-a", 8080, false)));
        DiscoveryClientSource source = new DiscoveryClientSource(
                List.of(new SimpleDiscoveryClient(known)),
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
}
