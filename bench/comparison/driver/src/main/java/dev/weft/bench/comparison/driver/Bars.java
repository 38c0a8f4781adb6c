package dev.weft.bench.comparison.driver;

import dev.weft.bench.closed.Calls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The bars, from what was measured. Of several numbers of callers, and of several proxies, the worst counts.
 *
 * @param wanted the columns that were asked for: bars of others are left out
 * @param missing of those, the ones that can't be had, and why
 * @param settings what was to be measured
 */
record Bars(Results results, Collection<Column> wanted, Map<Column, String> missing, List<Setting> settings) {

    /** All that concern the columns that were asked for. */
    List<Bar> all() {
        List<Bar> bars = new ArrayList<>();
        // Alone in a run, it might be a part of no bar.
        missing.keySet().forEach(column -> bars.add(Bar.unmeasured("column " + column, why(column, column))));
        results.broken().forEach((name, why) -> bars.add(Bar.unmeasured("column " + name + ", to the end", why)));
        bars.add(failed());
        if (!missing.keySet().containsAll(wanted)) {
            bars.add(observations());
        }
        for (String group : settings.stream().map(Setting::group).distinct().toList()) {
            group(group, bars);
        }
        if (wanted.contains(Column.WEFT)) {
            if (wanted.contains(Column.BARE)) {
                settings.stream().map(Setting::calls).distinct().forEach(calls -> observation(calls, bars));
            }
            settings.stream().map(Setting::observed).distinct().forEach(observed -> bars.add(firstCall(observed)));
        }
        return bars;
    }

    private Bar failed() {
        Map<Column, Long> failed = results.failed();
        double all = failed.values().stream().mapToLong(Long::longValue).sum();
        String who = failed.entrySet().stream()
                .map(column -> column.getKey() + ": " + column.getValue())
                .collect(Collectors.joining(", "));
        return new Bar("calls that failed", 0, true, Spread.of(List.of(all)), List.of(all), who);
    }

    /** What does not observe is not to be compared with what does. */
    private Bar observations() {
        String name = "columns that don't observe as they should";
        Map<String, List<String>> all = results.observations();
        if (all.isEmpty()) {
            return Bar.unmeasured(name, "the run did not come to that");
        }
        List<String> faults = all.entrySet().stream()
                .filter(one -> !one.getValue().isEmpty())
                .map(one -> one.getKey() + ": " + String.join(", ", one.getValue()))
                .toList();
        double count = faults.size();
        String note = faults.isEmpty() ? "of " + all.size() : String.join("; ", faults);
        return new Bar(name, 0, true, Spread.of(List.of(count)), List.of(count), note);
    }

    private void group(String group, List<Bar> bars) {
        List<Setting> tiny = settings.stream()
                .filter(setting -> setting.group().equals(group) && setting.payload() == Payload.TINY)
                .toList();
        String suffix = " (" + group + ")";
        against(Column.WEFT, "bare", suffix, List.of(Column.BARE), Figure.P50, 1.10, tiny, bars);
        against(Column.WEFT, "bare", suffix, List.of(Column.BARE), Figure.THROUGHPUT, 0.90, tiny, bars);
        against(Column.WEFT, "hand-wired", suffix, List.of(Column.HAND_WIRED), Figure.THROUGHPUT, 1.2, tiny, bars);
        List<Column> proxies =
                wanted.stream().filter(column -> column.proxy() != null).toList();
        against(Column.WEFT, "the best proxies", suffix, proxies, Figure.P50, 0.6, tiny, bars);
        against(Column.WEFT, "the best proxies", suffix, proxies, Figure.THROUGHPUT, 2, tiny, bars);
        against(Column.WEFT, "the best proxies", suffix, proxies, Figure.CPU, 0.5, tiny, bars);
        allocation(false, "bare", Column.BARE, suffix, tiny, bars);
        // What is observed allocates for its spans, and the bare client has one less.
        allocation(true, "bare with one span more", Column.BARE_SPAN, suffix, tiny, bars);
        List<Setting> atTheEdge = tiny.stream()
                .filter(setting -> setting.concerns(Column.GATEWAY_WEFT))
                .toList();
        List<Column> stock = List.of(Column.GATEWAY_STOCK);
        against(Column.GATEWAY_WEFT, "a stock one", suffix, stock, Figure.THROUGHPUT, 0.95, atTheEdge, bars);
        settings.stream()
                .filter(setting -> setting.group().equals(group) && setting.payload() != Payload.TINY)
                .forEach(setting -> against(
                        Column.WEFT,
                        "bare",
                        " (" + group + ", " + setting.payload() + ")",
                        List.of(Column.BARE),
                        Figure.THROUGHPUT,
                        0.95,
                        List.of(setting),
                        bars));
    }

    private void allocation(
            boolean observed, String whom, Column other, String suffix, List<Setting> tiny, List<Bar> bars) {
        List<Setting> under =
                tiny.stream().filter(setting -> setting.observed() == observed).toList();
        String name = "weft above " + whom + ", " + Figure.ALLOCATED + suffix;
        compared(name, Column.WEFT, List.of(other), Figure.ALLOCATED, results::difference, 1_024, under, bars);
    }

    /** More calls are better; of all else, less. */
    private static boolean isAtMost(Figure figure) {
        return figure != Figure.THROUGHPUT;
    }

    private void against(
            Column column,
            String whom,
            String suffix,
            List<Column> others,
            Figure figure,
            double limit,
            List<Setting> under,
            List<Bar> bars) {
        String name = column + " against " + whom + ", " + figure + suffix;
        compared(name, column, others, figure, results::ratio, limit, under, bars);
    }

    private void compared(
            String name,
            Column column,
            List<Column> others,
            Figure figure,
            Comparison comparison,
            double limit,
            List<Setting> under,
            List<Bar> bars) {
        if (others.isEmpty() || under.isEmpty() || !wanted.contains(column) || !wanted.containsAll(others)) {
            return;
        }
        Worst worst = new Worst(results.rounds(), isAtMost(figure));
        for (Column other : others) {
            for (Setting setting : under) {
                SortedMap<Integer, Double> values = comparison.of(column, other, setting, figure);
                if (values.isEmpty()) {
                    bars.add(Bar.unmeasured(name, why(column, other) + ": " + setting));
                    return;
                }
                worst.add(values, other + ", " + setting.callers() + (setting.callers() == 1 ? " caller" : " callers"));
            }
        }
        bars.add(worst.bar(name, limit));
    }

    private interface Comparison {
        SortedMap<Integer, Double> of(Column column, Column other, Setting setting, Figure figure);
    }

    private String why(Column one, Column other) {
        for (Column column : List.of(one, other)) {
            String reason = missing.get(column);
            if (reason != null) {
                return "column " + column + " is missing: " + reason;
            }
        }
        return "nothing was measured of one of them";
    }

    /**
     * What is left of the mesh's calls once all is observed, beside what is left of the bare client's, whose observation is
     * Spring's alone.
     */
    private void observation(Calls calls, List<Bar> bars) {
        Setting on = new Setting(calls, true, Setting.MOST_CALLERS, Payload.TINY);
        Setting off = on.unobserved();
        if (settings.contains(on) && settings.contains(off)) {
            String name = "weft, calls/s left by observation beside bare's (" + off.group() + ")";
            SortedMap<Integer, Double> left = results.ratio(Column.WEFT, on, Column.WEFT, off, Figure.THROUGHPUT);
            SortedMap<Integer, Double> bare = results.ratio(Column.BARE, on, Column.BARE, off, Figure.THROUGHPUT);
            left.keySet().retainAll(bare.keySet());
            left.replaceAll((round, ratio) -> ratio / bare.getOrDefault(round, Double.NaN));
            if (left.isEmpty()) {
                bars.add(Bar.unmeasured(name, why(Column.WEFT, Column.BARE)));
                return;
            }
            Worst worst = new Worst(results.rounds(), false);
            worst.add(left, Setting.MOST_CALLERS + " callers");
            bars.add(worst.bar(name, 0.95));
        }
    }

    private Bar firstCall(boolean observed) {
        String name = "weft, first call of a service above the second, ms" + (observed ? " (observed)" : "");
        List<Double> millis = results.firstCalls(observed);
        return millis.isEmpty()
                ? Bar.unmeasured(name, why(Column.WEFT, Column.WEFT))
                : new Bar(name, 5, true, Spread.of(millis), millis, "each of another service");
    }
}
