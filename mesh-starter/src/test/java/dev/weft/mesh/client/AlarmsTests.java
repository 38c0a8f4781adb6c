package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.engine.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AlarmsTests {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final VirtualTimer time = new VirtualTimer();
    private final Alarms alarms = new Alarms(time);
    private final List<Long> wentOff = new ArrayList<>();

    @Test
    void alarmWhenItsTimeHasComeGoesOffOnce() {
        Alarms.Alarm alarm = in(5 * SECOND);
        time.advance(5 * SECOND - 1);
        assertThat(wentOff).isEmpty();

        time.advance(1);
        assertThat(wentOff).containsExactly(5 * SECOND);
        assertThat(alarm.cancel()).isFalse();

        time.advance(100 * SECOND);
        assertThat(wentOff).hasSize(1);
    }

    @Test
    void alarmWhenCancelledNeverGoesOff() {
        Alarms.Alarm alarm = in(SECOND);
        assertThat(alarm.cancel()).isTrue();
        assertThat(alarm.cancel()).isFalse();

        time.advance(100 * SECOND);
        assertThat(wentOff).isEmpty();
    }

    @Test
    void alarmWhenThereIsNoTimeLeftGoesOffAtOnce() {
        in(-1);
        in(0);
        time.advance(0);
        assertThat(wentOff).containsExactly(0L, 0L);
    }

    @Test
    void alarmWhenThereIsNoLimitSetsNoTimer() {
        assertThat(alarms.in(Call.UNLIMITED, () -> wentOff.add(0L)).cancel()).isTrue();
        assertThat(time.set).isZero();
    }

    @Test
    void alarmWhenTheLimitIsAsLongAsCanBeDoesNotGoOff() {
        time.advance(SECOND);
        in(Call.UNLIMITED - 1);
        time.advance(TimeUnit.DAYS.toNanos(36_500));
        assertThat(wentOff).isEmpty();
    }

    @Test
    void alarmsWhenOneFollowsTheOtherShareATimer() {
        for (int i = 0; i < 10_000; i++) {
            in(5 * SECOND).cancel();
            time.advance(SECOND / 1_000);
        }
        // Ten seconds of calls: one at first, one each five seconds.
        assertThat(time.set).isLessThanOrEqualTo(3);

        time.advance(100 * SECOND);
        assertThat(time.waiting).isEmpty();
        assertThat(wentOff).isEmpty();
    }

    @Test
    void alarmWhenTheTimerRingsBeforeItGoesOffInItsOwnTime() {
        in(5 * SECOND).cancel();
        time.advance(3 * SECOND);
        in(5 * SECOND);

        time.advance(5 * SECOND - 1);
        assertThat(wentOff).isEmpty();
        time.advance(1);
        assertThat(wentOff).containsExactly(8 * SECOND);
    }

    @Test
    void alarmWhenTheTimerRingsAfterItGoesOffInItsOwnTime() {
        in(60 * SECOND).cancel();
        in(SECOND);

        time.advance(SECOND);
        assertThat(wentOff).containsExactly(SECOND);
    }

    @Test
    void alarmsWhenSetAtRandomGoOffExactlyInTimeUnlessCancelled() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Alarms.Alarm> set = new ArrayList<>();
        List<Long> due = new ArrayList<>();
        List<Long> expected = new ArrayList<>();
        for (int step = 0; step < 50_000; step++) {
            int what = random.nextInt(5);
            if (what < 2) {
                long nanos = random.nextInt(1_000);
                set.add(in(nanos));
                due.add(time.nanos() + nanos);
            } else if (what == 2 && !set.isEmpty()) {
                int which = random.nextInt(set.size());
                assertThat(set.remove(which).cancel()).as("seed %d", seed).isTrue();
                due.remove(which);
            } else {
                time.advance(random.nextInt(100));
                for (int i = due.size() - 1; i >= 0; i--) {
                    if (due.get(i) <= time.nanos()) {
                        expected.add(due.remove(i));
                        assertThat(set.remove(i).cancel()).as("seed %d", seed).isFalse();
                    }
                }
                assertThat(wentOff).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
                wentOff.clear();
                expected.clear();
            }
        }
    }

    @Test
    void alarmsWhenThreadsSetAndCancelThemEitherGoOffOrAreCancelled() throws Exception {
        AtomicInteger off = new AtomicInteger();
        AtomicInteger cancelled = new AtomicInteger();
        int each = 20_000;
        try (Alarms real = new Alarms()) {
            Runnable work = () -> {
                for (int i = 0; i < each; i++) {
                    long nanos = ThreadLocalRandom.current().nextLong(20_000);
                    Alarms.Alarm alarm = real.in(nanos, off::incrementAndGet);
                    if (i % 3 > 0 && alarm.cancel()) {
                        cancelled.incrementAndGet();
                    }
                }
            };
            List<Thread> threads = List.of(new Thread(work), new Thread(work), new Thread(work), new Thread(work));
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            await().until(() -> off.get() + cancelled.get() == 4 * each);
        }
        assertThat(off.get()).isGreaterThanOrEqualTo(4 * each / 3);
        assertThat(off.get() + cancelled.get()).isEqualTo(4 * each);
    }

    @Test
    void everyWhenTimePassesRunsAgainAndAgain() {
        alarms.every(SECOND, () -> wentOff.add(time.nanos()));
        time.advance(3 * SECOND);
        assertThat(wentOff).containsExactly(SECOND, 2 * SECOND, 3 * SECOND);
    }

    /** There may be no more threads for a moment; who sweeps must not stay away for ever, and somebody must hear of it. */
    @Test
    void everyWhenTheActionFailsRunsAgainAndSaysSoOnceUntilItHasGoneWell(CapturedOutput output) {
        List<String> runs = new ArrayList<>(List.of("fails", "fails", "goes well", "fails"));
        Alarms.Alarm every = alarms.every(SECOND, () -> {
            wentOff.add(time.nanos());
            if (runs.remove(0).equals("fails")) {
                throw new InternalError("unable to create native thread");
            }
        });
        time.advance(3 * SECOND);
        assertThat(wentOff).containsExactly(SECOND, 2 * SECOND, 3 * SECOND);
        assertThat(output.getAll()).containsOnlyOnce("unable to create native thread");

        time.advance(SECOND);
        assertThat(output.getAll().split("unable to create native thread")).hasSize(3);

        every.cancel();
        time.advance(100 * SECOND);
        assertThat(wentOff).hasSize(4);
    }

    private Alarms.Alarm in(long nanos) {
        return alarms.in(nanos, () -> wentOff.add(time.nanos()));
    }

    /** Runs what is due as its time is advanced, in order. */
    private static final class VirtualTimer implements Timer {

        private final List<Task> waiting = new ArrayList<>();
        private long nanos;
        private int set;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Runnable schedule(Runnable action, long delay) {
            Task task = new Task(nanos + Math.max(0, delay), action);
            waiting.add(task);
            set++;
            return () -> waiting.remove(task);
        }

        private void advance(long by) {
            long until = nanos + by;
            for (Task next = next(until); next != null; next = next(until)) {
                waiting.remove(next);
                nanos = next.due;
                next.action.run();
            }
            nanos = until;
        }

        private Task next(long until) {
            Task first = null;
            for (Task task : waiting) {
                if (task.due <= until && (first == null || task.due < first.due)) {
                    first = task;
                }
            }
            return first;
        }

        private record Task(long due, Runnable action) {}
    }
}
