package dev.weft.bench.comparison.driver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;

/** All that was measured in a run. */
final class Results {

    /** The round that columns warm up in: of it only failures count. */
    static final int WARM_UP = 0;

    private final List<Slice> slices = new ArrayList<>();
    private final Map<Column, Long> failed = new EnumMap<>(Column.class);
    private final Map<String, String> broken = new LinkedHashMap<>();
    private final Map<String, List<String>> observations = new LinkedHashMap<>();
    private final Map<Boolean, List<Double>> firstCalls = new HashMap<>();

    void add(Slice slice) {
        if (slice.failed() > 0) {
            failed.merge(slice.column(), slice.failed(), Long::sum);
        }
        if (slice.round() != WARM_UP) {
            slices.add(slice);
        }
    }

    /** What is wrong with the observation of the one who is measured by this name; nothing if all is well. */
    void addObservation(String name, List<String> faults) {
        observations.put(name, List.copyOf(faults));
    }

    /** By name, of all who were looked at. */
    Map<String, List<String>> observations() {
        return Collections.unmodifiableMap(observations);
    }

    /** Whoever is measured by this name can't be measured any further. */
    void broke(String name, String why) {
        broken.putIfAbsent(name, why);
    }

    boolean isBroken(String name) {
        return broken.containsKey(name);
    }

    /** Whoever was not measured to the end, and why. */
    Map<String, String> broken() {
        return Collections.unmodifiableMap(broken);
    }

    /** What the first call of a service took longer than the second, in milliseconds. */
    void addFirstCall(boolean observed, double millis) {
        firstCalls.computeIfAbsent(observed, key -> new ArrayList<>()).add(millis);
    }

    /** All of these. */
    List<Double> firstCalls(boolean observed) {
        return List.copyOf(firstCalls.getOrDefault(observed, List.of()));
    }

    List<Slice> slices() {
        return List.copyOf(slices);
    }

    /** A figure over all rounds; nothing if it wasn't measured. */
    Optional<Spread> spread(Column column, Setting setting, Figure figure) {
        List<Double> values = of(column, setting).stream()
                .map(figure::of)
                .filter(Double::isFinite)
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** One column against another one by the number of the round, so that what disturbs a round disturbs both. */
    SortedMap<Integer, Double> ratio(Column column, Column other, Setting setting, Figure figure) {
        return beside(of(column, setting), of(other, setting), figure, (one, another) -> one / another);
    }

    /** What one column has more than another one, by the number of the round. */
    SortedMap<Integer, Double> difference(Column column, Column other, Setting setting, Figure figure) {
        return beside(of(column, setting), of(other, setting), figure, (one, another) -> one - another);
    }

    /** One column against another one under another setting, by the number of the round. */
    SortedMap<Integer, Double> ratio(
            Column column, Setting setting, Column other, Setting otherSetting, Figure figure) {
        return beside(of(column, setting), of(other, otherSetting), figure, (one, another) -> one / another);
    }

    /** All that anything was measured in. */
    SortedSet<Integer> rounds() {
        return slices.stream().map(Slice::round).collect(Collectors.toCollection(TreeSet::new));
    }

    /** How many calls of which columns have failed, warming up or later; only of those that have failures. */
    Map<Column, Long> failed() {
        return Collections.unmodifiableMap(failed);
    }

    private static SortedMap<Integer, Double> beside(
            List<Slice> slices, List<Slice> others, Figure figure, DoubleBinaryOperator comparison) {
        SortedMap<Integer, Double> compared = new TreeMap<>();
        for (Slice slice : slices) {
            others.stream()
                    .filter(other -> other.round() == slice.round())
                    .map(other -> comparison.applyAsDouble(figure.of(slice), figure.of(other)))
                    // Else one of them has measured nothing.
                    .filter(Double::isFinite)
                    .forEach(value -> compared.put(slice.round(), value));
        }
        return compared;
    }

    private List<Slice> of(Column column, Setting setting) {
        return slices.stream()
                .filter(slice -> slice.column() == column && slice.setting().equals(setting))
                .toList();
    }
}
