package dev.weft.bench.comparison.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * How often columns are measured, and for how long at a time. Columns take turns under each setting, with and
 * without observation, in another order each time, so that whatever else the machine does meets all of them alike.
 *
 * @param count how many rounds there are
 * @param slice how long a column is measured at a time
 * @param warmUp how long each column runs under each setting before
 */
record Rounds(int count, Duration slice, Duration warmUp) {

    static final Rounds WHOLE = new Rounds(5, Duration.ofSeconds(1), Duration.ofSeconds(2));
    static final Rounds QUICK = new Rounds(3, Duration.ofMillis(500), Duration.ofMillis(500));

    private static final long SEED = 1;

    /** What a slice takes besides: a process is asked for what it has used, and for its heap. */
    private static final Duration BESIDES = Duration.ofMillis(200);

    /** Of one column, from its start until it is healthy. */
    private static final Duration START = Duration.ofSeconds(8);

    /** @param results are told of each slice as it has been measured, and of whoever can't be measured any further */
    void run(Collection<Subject> subjects, List<Setting> settings, Results results) {
        // What long answers have touched of a heap, it keeps; and not all columns give them.
        Map<Boolean, List<Setting>> byLength =
                settings.stream().collect(Collectors.partitioningBy(setting -> setting.payload() == Payload.TINY));
        run("tiny answers", bouts(subjects, byLength.getOrDefault(true, List.of())), results);
        run("long answers", bouts(subjects, byLength.getOrDefault(false, List.of())), results);
    }

    private void run(String what, Collection<? extends List<Turn>> bouts, Results results) {
        if (bouts.isEmpty()) {
            return;
        }
        System.err.printf("compare: %s, warming up%n", what);
        bouts.stream().flatMap(List::stream).forEach(turn -> turn.take(Results.WARM_UP, warmUp, results));
        Random random = new Random(SEED);
        for (int round = 1; round <= count; round++) {
            System.err.printf("compare: %s, round %d of %d%n", what, round, count);
            for (List<Turn> bout : bouts) {
                Collections.shuffle(bout, random);
                for (Turn turn : bout) {
                    turn.take(round, slice, results);
                }
            }
        }
    }

    /** Whatever is compared takes turns: columns under a setting, and a column under it with observation and without. */
    private static Collection<? extends List<Turn>> bouts(Collection<Subject> subjects, List<Setting> settings) {
        return settings.stream()
                .flatMap(setting -> subjects.stream()
                        .filter(subject -> subject.observed() == setting.observed())
                        .filter(subject -> setting.concerns(subject.column()))
                        .map(subject -> new Turn(subject, setting)))
                .collect(Collectors.groupingBy(
                        turn -> turn.setting().unobserved(),
                        LinkedHashMap::new,
                        Collectors.toCollection(ArrayList::new)))
                .values();
    }

    /** About how long it takes to start such columns and to measure them. */
    Duration estimate(Collection<Column> columns, List<Setting> settings) {
        long turns = settings.stream()
                .mapToLong(setting -> columns.stream().filter(setting::concerns).count())
                .sum();
        Duration turn = warmUp.plus(BESIDES).plus(slice.plus(BESIDES).multipliedBy(count));
        return turn.multipliedBy(turns).plus(START.multipliedBy(columns.size()));
    }

    private record Turn(Subject subject, Setting setting) {

        /** The others go on without one whose process has died. */
        void take(int round, Duration duration, Results results) {
            if (results.isBroken(subject.name())) {
                return;
            }
            try {
                results.add(subject.measure(setting, round, duration));
            } catch (RuntimeException e) {
                System.err.printf("compare: %s goes no further: %s%n", subject.name(), Bar.why(e));
                results.broke(subject.name(), Bar.why(e));
            }
        }
    }

    @Override
    public String toString() {
        return count + " rounds, " + slice.toMillis() + " ms of each column under each setting, after "
                + warmUp.toMillis() + " ms to warm up";
    }
}
