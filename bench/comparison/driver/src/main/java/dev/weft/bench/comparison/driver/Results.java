package dev.weft.bench.comparison.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that was measured in a run. */
final class Results {

    private final List<Slice> slices = new ArrayList<>();

    void add(Slice slice) {
        slices.add(slice);
    }

    List<Slice> slices() {
        return List.copyOf(slices);
    }

    /** A figure over all rounds; nothing if it wasn't measured. */
    Optional<Spread> spread(Column column, Setting setting, Figure figure) {
        return spread(of(column, setting).stream().map(figure::of).toList());
    }

    /** One column against another one, round by round, so that what disturbs a round disturbs both. */
    Optional<Spread> ratio(Column column, Column other, Setting setting, Figure figure) {
        return ratio(of(column, setting), of(other, setting), figure);
    }

    /** One setting against another one, round by round. */
    Optional<Spread> ratio(Column column, Setting setting, Setting other, Figure figure) {
        return ratio(of(column, setting), of(column, other), figure);
    }

    long failed() {
        return slices.stream().mapToLong(Slice::failed).sum();
    }

    private static Optional<Spread> ratio(List<Slice> slices, List<Slice> others, Figure figure) {
        List<Double> ratios = new ArrayList<>();
        for (Slice slice : slices) {
            others.stream()
                    .filter(other -> other.round() == slice.round())
                    .map(other -> figure.of(slice) / figure.of(other))
                    // One of them has measured nothing.
                    .filter(Double::isFinite)
                    .forEach(ratios::add);
        }
        return spread(ratios);
    }

    private static Optional<Spread> spread(List<Double> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    private List<Slice> of(Column column, Setting setting) {
        return slices.stream()
                .filter(slice -> slice.column() == column && slice.setting().equals(setting))
                .toList();
    }
}
