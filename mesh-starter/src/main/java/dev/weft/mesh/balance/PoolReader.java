package dev.weft.mesh.balance;

import dev.weft.mesh.resilience.Ejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a pool would do with a request, from what its picks read. Looks at every endpoint: for people who ask, not for
 * calls.
 */
final class PoolReader {

    private static final int PERCENT = 100;

    private final EndpointState[] members;
    private final PoolView view;
    private final BalancePolicy policy;
    private final @Nullable Preferences preferences;
    private final long nanos;
    private final Map<EndpointState, Integer> levels = new IdentityHashMap<>();
    private final Set<EndpointState> parts = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<EndpointState, Double> chances = new IdentityHashMap<>();

    PoolReader(
            EndpointState[] members,
            PoolView view,
            BalancePolicy policy,
            @Nullable Preferences preferences,
            long nanos) {
        this.members = members;
        this.view = view;
        this.policy = policy;
        this.preferences = preferences;
        this.nanos = nanos;
        for (int i = 0; i < view.levels().length; i++) {
            for (EndpointState member : view.levels()[i].all()) {
                levels.put(member, i);
            }
            for (EndpointState[] part : view.levels()[i].parts()) {
                Collections.addAll(parts, part);
            }
        }
    }

    /** @param doubted what the next request is to tell of, or null */
    Outlook outlook(int key, boolean repeatable, @Nullable EndpointState doubted) {
        if (doubted != null) {
            return decided(Pick.Why.DOUBT, doubted);
        }
        EndpointState probe = probe(repeatable);
        if (probe != null) {
            return decided(Pick.Why.PROBE, probe);
        }
        Outlook byKey = key == Pool.NO_KEY || members.length == 0 ? null : byKey(view.level(key), key);
        if (byKey != null) {
            return byKey;
        }
        for (int i = 0; i < view.levels().length; i++) {
            Level level = view.levels()[i];
            double[] shares = level.shares();
            for (int j = 0; j < shares.length; j++) {
                draw(level.parts()[j], view.share(i) * shares[j]);
            }
        }
        for (int i = 0; i < view.levels().length && chances.isEmpty(); i++) {
            draw(view.levels()[i].all(), 1);
        }
        return drawn();
    }

    /** The next probe, for the one endpoint that it is due for. */
    private @Nullable EndpointState probe(boolean repeatable) {
        for (EndpointState candidate : view.ejected()) {
            Ejection ejection = candidate.outlier().ejection();
            if (ejection != null && ejection.isDue(repeatable, nanos) && isPreferred(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private @Nullable Outlook byKey(Level level, int key) {
        Ring ring = level.ring();
        Tried none = preferences == null ? Tried.NONE : preferences.beside(Tried.NONE);
        EndpointState chosen = ring == null ? null : ring.peek(key, level.isPanic(), none, nanos);
        if (ring == null || chosen == null) {
            return null;
        }
        Pick.Why why = chosen == ring.owner(key) ? Pick.Why.KEY : Pick.Why.NEXT_FOR_KEY;
        return decided(level.isPanic() ? Pick.Why.PANIC : why, chosen);
    }

    private Outlook decided(Pick.Why why, EndpointState chosen) {
        chances.put(chosen, 1.0);
        return new Outlook(why, chosen, candidates());
    }

    /**
     * The chance of each to be the cheaper of two that are drawn: of n endpoints the k-th cheapest wins against n - k others,
     * of n (n - 1) / 2 pairs.
     */
    private void draw(EndpointState[] from, double share) {
        TreeMap<Double, List<EndpointState>> byCost = new TreeMap<>();
        int size = 0;
        for (EndpointState state : from) {
            if (share > 0 && isPreferred(state)) {
                byCost.computeIfAbsent(cost(state), its -> new ArrayList<>()).add(state);
                size++;
            }
        }
        int cheaper = 0;
        for (List<EndpointState> equals : byCost.values()) {
            // Those that cost the same share their places.
            double dearer = size - cheaper - (equals.size() + 1) / 2.0;
            double chance = size == 1 ? 1 : 2 * dearer / ((double) size * (size - 1));
            equals.forEach(state -> chances.merge(state, share * chance, Double::sum));
            cheaper += equals.size();
        }
        if (size > 1) {
            double pair = 2 * share / ((double) size * (size - 1));
            passSilent(byCost, pair);
            passToWell(from, pair / 2);
        }
    }

    /** Gives each pair in which the cheaper one is silent beside the other, or leaving, to that one. */
    private void passSilent(NavigableMap<Double, List<EndpointState>> byCost, double pair) {
        byCost.forEach((cost, equals) -> {
            for (EndpointState silent : equals) {
                if (silent.isOverdue(nanos) || silent.isLeaving(nanos)) {
                    // Of two that cost the same it would have got half.
                    equals.forEach(other -> passSilent(silent, other, pair / 2));
                    byCost.tailMap(cost, false)
                            .values()
                            .forEach(dearer -> dearer.forEach(other -> passSilent(silent, other, pair)));
                }
            }
        });
    }

    private void passSilent(EndpointState silent, EndpointState other, double chance) {
        if (silent.yieldsTo(other, policy, nanos)) {
            chances.merge(silent, -chance, Double::sum);
            chances.merge(other, chance, Double::sum);
        }
    }

    /** Gives each draw of two that lets one through which comes last all the same to one nearby that doesn't. */
    private void passToWell(EndpointState[] from, double draw) {
        if (Arrays.stream(from).noneMatch(state -> state.comesLast(nanos))) {
            return;
        }
        Tried kept = preferences == null ? Tried.NONE : preferences.beside(Tried.NONE);
        for (int first = 0; first < from.length; first++) {
            EndpointState well = Pool.well(from, first, kept, nanos);
            for (EndpointState second : from) {
                if (well != null && second != from[first] && isPreferred(from[first]) && isPreferred(second)) {
                    EndpointState chosen = chosen(from[first], second);
                    if (chosen.comesLast(nanos)) {
                        chances.merge(chosen, -draw, Double::sum);
                        chances.merge(well, draw, Double::sum);
                    }
                }
            }
        }
    }

    private EndpointState chosen(EndpointState first, EndpointState second) {
        boolean inOrder = cost(first) <= cost(second);
        EndpointState cheaper = inOrder ? first : second;
        EndpointState dearer = inOrder ? second : first;
        return cheaper.yieldsTo(dearer, policy, nanos) ? dearer : cheaper;
    }

    private Outlook drawn() {
        if (chances.isEmpty()) {
            return new Outlook(null, null, candidates());
        }
        EndpointState only = chances.size() == 1 ? chances.keySet().iterator().next() : null;
        Pick.Why why = view.isPanic() ? Pick.Why.PANIC : only != null ? Pick.Why.ONLY : Pick.Why.CHEAPER;
        return new Outlook(why, only, candidates());
    }

    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>(members.length);
        for (EndpointState member : members) {
            String obstacle = obstacle(member);
            candidates.add(new Candidate(
                    member,
                    obstacle == null,
                    obstacle == null ? warmth(member) : obstacle,
                    cost(member),
                    // What was given and taken may not come out even to the last digit.
                    Math.max(0, chances.getOrDefault(member, 0.0))));
        }
        return candidates;
    }

    /** What keeps the balancer from the endpoint, or null. */
    private @Nullable String obstacle(EndpointState member) {
        if (!isPreferred(member)) {
            return "kept out by an EndpointPolicy of the application";
        }
        if (chances.containsKey(member)) {
            return null;
        }
        Ejection ejection = member.outlier().ejection();
        if (ejection != null && !view.isPanic()) {
            return "ejected: " + ejection.reason().words();
        }
        Integer level = levels.get(member);
        if (level == null) {
            return "just back from an ejection";
        }
        if (view.share(level) <= 0) {
            return "priority " + member.endpoint().priority() + ": those before it carry all";
        }
        if (parts.contains(member)) {
            return null;
        }
        return view.levels()[level].isElsewhere(member)
                ? "zone " + member.endpoint().zone() + ": other zones have room for what this client's own can't take"
                : "outside of this client's aperture";
    }

    private String warmth(EndpointState member) {
        double warmth = member.warmth(policy, nanos);
        String panic = member.outlier().ejection() == null ? "eligible" : "eligible: " + Pick.Why.PANIC.words();
        String leaving = member.isLeaving(nanos) ? panic + ", is leaving" : panic;
        String overdue = member.isOverdue(nanos) ? leaving + ", has stopped answering" : leaving;
        return warmth >= 1 ? overdue : overdue + ", slow start at " + Math.round(warmth * PERCENT) + "% of its weight";
    }

    private boolean isPreferred(EndpointState member) {
        return preferences == null || preferences.isEligible(member);
    }

    private double cost(EndpointState member) {
        double cost = member.cost(policy, nanos);
        return preferences == null ? cost : preferences.cost(member, cost);
    }
}
