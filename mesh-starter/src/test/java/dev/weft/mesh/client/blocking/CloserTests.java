package dev.weft.mesh.client.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CloserTests {

    private final CountDownLatch released = new CountDownLatch(1);
    private final Closer<Connection> closer = new Closer<>();

    @AfterEach
    void end() {
        released.countDown();
        closer.close();
    }

    @Test
    void executeWhenThePeersDoNotAnswerHoldsNobodyUpAndClosesTheRestAtOnce() {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Connection connection = new Connection();
            connections.add(connection);
            closer.execute(connection, CloseMode.GRACEFUL);
        }

        assertThat(connections.subList(16, 20)).extracting(each -> each.closed).containsOnly(CloseMode.IMMEDIATE);
        released.countDown();
        await().untilAsserted(() -> assertThat(connections.subList(0, 16))
                .extracting(each -> each.closed)
                .containsOnly(CloseMode.GRACEFUL));
    }

    @Test
    void executeWhenTheEndIsImmediateClosesOnTheSameThread() {
        Connection connection = new Connection();
        closer.execute(connection, CloseMode.IMMEDIATE);

        assertThat(connection.closed).isEqualTo(CloseMode.IMMEDIATE);
    }

    @Test
    void executeAfterTheEndClosesAtOnce() {
        closer.close();
        Connection connection = new Connection();
        closer.execute(connection, CloseMode.GRACEFUL);

        assertThat(connection.closed).isEqualTo(CloseMode.IMMEDIATE);
    }

    /** Its peer takes a good-bye only when the test lets it. */
    private final class Connection implements ModalCloseable {
        private volatile CloseMode closed;

        @Override
        public void close(CloseMode mode) {
            try {
                if (mode == CloseMode.GRACEFUL && !released.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the test did not let go");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            closed = mode;
        }

        @Override
        public void close() {
            close(CloseMode.GRACEFUL);
        }
    }
}
