package dev.weft.bench.comparison.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AllocatedTests {

    private static final int MUCH = 32 * 1024 * 1024;

    @Test
    void untilNowIsWhatThisThreadHasAskedFor() {
        Allocated allocated = Allocated.now();

        int length = new byte[MUCH].length;

        assertThat(allocated.untilNow()).isBetween((long) length, 2L * MUCH);
    }

    @Test
    void untilNowWhenAnotherThreadEndsMeanwhileIsNotLess() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            assertThat(new byte[MUCH]).hasSize(MUCH);
            asked.countDown();
            try {
                ends.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();
        asked.await();

        Allocated allocated = Allocated.now();
        ends.countDown();
        other.join();

        assertThat(allocated.untilNow()).isBetween(0L, (long) MUCH);
    }
}
