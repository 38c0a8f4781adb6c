package dev.weft.mesh.client.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

/** A gigabyte each way: it passes through, and no more of it than a few megabytes is ever in memory. */
class LargeBodyTests {

    private static final long GIGABYTE = 1L << 30;
    private static final int PART = 64 * 1024;
    private static final long FEW_MEGABYTES = 64L << 20;

    private final Caller caller =
            new Caller(ServiceRules.defaults().withTimeouts(Timeouts.defaults().withTotal(Duration.ofMinutes(10))));
    private final AtomicLong most = new AtomicLong();
    private MisbehavingServer server;

    @AfterEach
    void close() {
        caller.close();
        server.close();
    }

    @Test
    void gigabyteIsDownloadedInFlatMemory() {
        server = MisbehavingServer.start(Behaviour.zeros(GIGABYTE));
        caller.to(server);

        Long bytes = caller.web
                .get()
                .uri("/")
                .retrieve()
                .bodyToFlux(DataBuffer.class)
                .map(this::count)
                .reduce(0L, Long::sum)
                .block();

        assertThat(bytes).isEqualTo(GIGABYTE);
        assertThat(most.get()).isLessThan(FEW_MEGABYTES);
    }

    @Test
    void gigabyteIsUploadedInFlatMemory() {
        server = MisbehavingServer.start(Behaviour.ok("thanks"));
        caller.to(server);
        byte[] part = new byte[PART];
        Flux<DataBuffer> body = Flux.range(0, (int) (GIGABYTE / PART)).map(i -> {
            noteMemory();
            return DefaultDataBufferFactory.sharedInstance.wrap(part);
        });

        String answer = caller.web
                .post()
                .uri("/")
                .body(body, DataBuffer.class)
                .retrieve()
                .bodyToMono(String.class)
                .block();

        assertThat(answer).isEqualTo("thanks");
        assertThat(server.received().get(0).bodyBytes()).isEqualTo(GIGABYTE);
        assertThat(most.get()).isLessThan(FEW_MEGABYTES);
    }

    private long count(DataBuffer buffer) {
        long bytes = buffer.readableByteCount();
        noteMemory();
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private void noteMemory() {
        most.accumulateAndGet(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory(), Math::max);
    }
}
