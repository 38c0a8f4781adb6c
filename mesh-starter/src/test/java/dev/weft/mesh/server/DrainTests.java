package dev.weft.mesh.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

class DrainTests {

    private static final Duration VERY_LONG = Duration.ofDays(1);

    private final List<String> story = new CopyOnWriteArrayList<>();

    @Test
    void closeWhenALifecycleBeanIsFirstToStopStillLeavesBeforeIt() {
        GenericApplicationContext context = context(() -> story.add("left"), Duration.ZERO);

        context.close();

        assertThat(story).containsExactly("left", "lifecycle stopped");
    }

    @Test
    void closeWhenRequestsNeedAnExecutorKeepsItRunningMeanwhile() {
        GenericApplicationContext context = new GenericApplicationContext();
        context.registerBean(ThreadPoolTaskExecutor.class);
        drain(
                context,
                () -> {
                    ThreadPoolTaskExecutor executor = context.getBean(ThreadPoolTaskExecutor.class);
                    return story.add(CompletableFuture.supplyAsync(() -> "task done", executor)
                            .join());
                },
                Duration.ZERO);
        context.refresh();

        context.close();

        assertThat(story).containsExactly("task done");
    }

    @Test
    void closeWhenTheRegistryConfirmsTakesAsLongAsThePeersNeed() {
        GenericApplicationContext context = context(() -> true, Duration.ofMillis(120));
        long start = System.nanoTime();

        context.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
    }

    @Test
    void closeWhenNoRegistryConfirmsDoesNotWait() {
        GenericApplicationContext context = context(() -> false, VERY_LONG);

        context.close();

        assertThat(story).containsExactly("lifecycle stopped");
    }

    @Test
    void drainingWhenTheRegistryIsToldIsAlreadyTrue() {
        GenericApplicationContext context = new GenericApplicationContext();
        Drain drain = drain(
                context,
                () -> story.add("draining: " + context.getBean(Drain.class).draining()),
                Duration.ZERO);
        context.refresh();
        assertThat(drain.draining()).isFalse();

        context.close();

        assertThat(story).containsExactly("draining: true");
    }

    @Test
    void closeWhenItIsAChildsDoesNotDrainTheParent() {
        GenericApplicationContext parent = context(() -> story.add("left"), VERY_LONG);
        GenericApplicationContext child = new GenericApplicationContext(parent);
        child.refresh();

        child.close();

        assertThat(story).isEmpty();
        assertThat(parent.getBean(DrainState.class).draining()).isFalse();
    }

    private GenericApplicationContext context(BooleanSupplier leave, Duration wait) {
        GenericApplicationContext context = new GenericApplicationContext();
        drain(context, leave, wait);
        context.registerBean(Recorder.class, () -> new Recorder(story));
        context.refresh();
        return context;
    }

    private static Drain drain(GenericApplicationContext context, BooleanSupplier leave, Duration wait) {
        Drain drain = new Drain(leave, wait);
        context.registerBean(Drain.class, () -> drain);
        return drain;
    }

    /** Stops in the phase that stops first. */
    private static final class Recorder implements SmartLifecycle {

        private final List<String> story;
        private boolean running;

        Recorder(List<String> story) {
            this.story = story;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            story.add("lifecycle stopped");
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
