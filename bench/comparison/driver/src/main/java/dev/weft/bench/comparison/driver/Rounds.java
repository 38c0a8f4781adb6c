package dev.weft.bench.comparison.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * How often columns are measured, and for how long at a time. Columns take turns under each setting, in another order each
 * time, so that whatever else the machine does meets all of them alike.
 *
 * @param count how many rounds there are
 * @param slice how long a column is measured at a time
 * @param warmUp how long each column runs under each setting before
 */
record Rounds(int count, Duration slice, Duration warmUp) {

    static final Rounds WHOLE = new Rounds(7, Duration.ofSeconds(2), Duration.ofSeconds(5));
    static final Rounds QUICK = new Rounds(3, Duration.ofMillis(500), Duration.ofMillis(500));

    private static final long SEED = 1;

    /** @param slices is told of each slice as it has been measured */
    void run(Collection<Subject> subjects, List<Setting> settings, Consumer<Slice> slices) {
        for (Setting setting : settings) {
            concerned(subjects, setting).forEach(subject -> subject.measure(setting, 0, warmUp));
        }
        Random random = new Random(SEED);
        for (int round = 1; round <= count; round++) {
            for (Setting setting : settings) {
                List<Subject> inTurn = concerned(subjects, setting);
                Collections.shuffle(inTurn, random);
                for (Subject subject : inTurn) {
                    slices.accept(subject.measure(setting, round, slice));
                }
            }
        }
    }

    private static List<Subject> concerned(Collection<Subject> subjects, Setting setting) {
        List<Subject> concerned = new ArrayList<>(subjects);
        concerned.removeIf(
                subject -> subject.observed() != setting.observed() || !setting.concerns(subject.column()));
        return concerned;
    }

    @Override
    public String toString() {
        return count + " rounds, " + slice.toMillis() + " ms of each column under each setting, after "
                + warmUp.toMillis() + " ms to warm up";
    }
}
