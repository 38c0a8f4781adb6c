package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LooksTests {

    private static final Duration NEVER = Duration.ofDays(1);

    private final AtomicInteger made = new AtomicInteger();

    /** Or else whatever happened while a failed look waits to be made again would wait with it. */
    @Test
    void afterWhenAnEarlierOneIsWantedComesAtTheEarlierTime() {
        Looks looks = new Looks("looks", made::incrementAndGet, NEVER);
        looks.after(NEVER);

        looks.after(Duration.ZERO);

        await().untilAsserted(() -> assertThat(made).hasValue(1));
        looks.stop(Duration.ZERO);
    }

    @Test
    void afterWhenALaterOneIsWantedTooMakesOne() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Looks looks = new Looks(
                "looks",
                () -> {
                    made.incrementAndGet();
                    begun.countDown();
                    enter(go);
                },
                NEVER);
        looks.after(Duration.ZERO);
        enter(begun);

        // Both wait for the thread, and the second one is no later than the first.
        looks.after(Duration.ZERO);
        looks.after(Duration.ofMillis(1));
        go.countDown();

        await().untilAsserted(() -> assertThat(made).hasValue(2));
        looks.stop(Duration.ofSeconds(10));
        assertThat(made).hasValue(2);
    }

    @Test
    void lookWhenNobodyWantsOneComesAllTheSame() {
        Looks looks = new Looks("looks", made::incrementAndGet, Duration.ofMillis(1));

        looks.after(Duration.ZERO);

        await().untilAsserted(() -> assertThat(made).hasValueGreaterThan(3));
        looks.stop(Duration.ofSeconds(10));
    }

    /** A database in a file closes for good if who writes it is interrupted. */
    @Test
    void stopWhenALookIsUnderWayDoesNotInterruptIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Looks looks = new Looks(
                "looks",
                () -> {
                    begun.countDown();
                    interrupted.set(!enter(go) || Thread.currentThread().isInterrupted());
                    ended.countDown();
                },
                NEVER);
        looks.after(Duration.ZERO);
        begun.await();

        looks.stop(Duration.ZERO);

        go.countDown();
        ended.await();
        assertThat(interrupted).isFalse();
    }

    @Test
    void afterWhenItHasStoppedMakesNone() {
        Looks looks = new Looks("looks", made::incrementAndGet, NEVER);
        looks.after(NEVER);

        looks.stop(Duration.ofSeconds(10));
        looks.after(Duration.ZERO);

        assertThat(made).hasValue(0);
    }

    private static boolean enter(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
