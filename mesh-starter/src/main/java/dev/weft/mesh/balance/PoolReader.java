package dev.weft.mesh.balance;

import dev.weft.mesh.resilience.Ejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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
        Outlook byKey = key == Pool.NO_KEY || members.length == 0 ? null : byKey(view.level(key), key, repeatable);
        if (byKey != null) {
            return byKey;
        }
        for (int i = 0; i < view.levels().length; i++) {
            Level level = view.levels()[i];
            double[] shares = level.shares();
            for (int j = 0; j < shares.length; j++) {
                draw(level, level.parts()[j], view.share(i) * shares[j], repeatable);
            }
        }
        for (int i = 0; i < view.levels().length && chances.isEmpty(); i++) {
            draw(view.levels()[i], view.levels()[i].all(), 1, repeatable);
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

    private @Nullable Outlook byKey(Level level, int key, boolean repeatable) {
        Ring ring = level.ring();
        Tried none = preferences == null ? Tried.NONE : preferences.beside(Tried.NONE);
        EndpointState chosen = ring == null ? null : ring.peek(key, level.isPanic(), none, repeatable, nanos);
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

    /** Draws among those that don't come last; the only one that doesn't is compared with each of the others. */
    private void draw(Level level, EndpointState[] from, double share, boolean repeatable) {
        List<EndpointState> all = Arrays.stream(from).filter(this::isPreferred).toList();
        if (share <= 0 || all.isEmpty()) {
            return;
        }
        List<EndpointState> well = all.stream()
                .filter(state -> level.isPanic() || !state.comesLast(repeatable, nanos))
                .toList();
        all.forEach(state -> chances.merge(state, 0.0, Double::sum));
        if (well.isEmpty() && from != level.all()) {
            draw(level, level.all(), share, repeatable);
        } else if (well.size() == 1 && all.size() > 1) {
            all.stream()
                    .filter(other -> other != well.get(0))
                    .map(other -> chosen(well.get(0), other, repeatable))
                    .forEach(chosen -> chances.merge(chosen, share / (all.size() - 1), Double::sum));
        } else {
            draw(level, well.isEmpty() ? all : well, share, repeatable);
        }
    }

    /**
     * The chance of each to be the cheaper of two that are drawn: of n endpoints the k-th cheapest wins against n - k others,
     * of n (n - 1) / 2 pairs.
     */
    private void draw(Level level, List<EndpointState> from, double share, boolean repeatable) {
        TreeMap<Double, List<EndpointState>> byCost = new TreeMap<>();
        from.forEach(state ->
                byCost.computeIfAbsent(cost(state), its -> new ArrayList<>()).add(state));
        int size = from.size();
        int cheaper = 0;
        for (List<EndpointState> equals : byCost.values()) {
            // Those that cost the same share their places.
            double dearer = size - cheaper - (equals.size() + 1) / 2.0;
            double chance = size == 1 ? 1 : 2 * dearer / ((double) size * (size - 1));
            equals.forEach(state -> chances.merge(state, share * chance, Double::sum));
            cheaper += equals.size();
        }
        double pair = 2 * share / ((double) size * Math.max(1, size - 1));
        byCost.forEach((cost, equals) -> {
            for (EndpointState yielding : equals) {
                if (yielding.isOverdue(nanos) || yielding.comesLast(repeatable, nanos)) {
                    // Of two that cost the same it would have got half.
                    equals.forEach(other -> pass(level, yielding, other, pair / 2, repeatable));
                    byCost.tailMap(cost, false)
                            .values()
                            .forEach(dearer -> dearer.forEach(other -> pass(level, yielding, other, pair, repeatable)));
                }
            }
        });
    }

    /** Gives a pair of which it is the cheaper one to the other, if it yields to that. */
    private void pass(Level level, EndpointState yielding, EndpointState other, double chance, boolean repeatable) {
        boolean yields = level.isPanic()
                ? yielding.hasStoppedBeside(other, policy, nanos)
                : yielding.yieldsTo(other, policy, repeatable, nanos);
        if (yields) {
            chances.merge(yielding, -chance, Double::sum);
            chances.merge(other, chance, Double::sum);
        }
    }

    private EndpointState chosen(EndpointState one, EndpointState other, boolean repeatable) {
        boolean inOrder = cost(one) <= cost(other);
        EndpointState cheaper = inOrder ? one : other;
        EndpointState dearer = inOrder ? other : one;
        return cheaper.yieldsTo(dearer, policy, repeatable, nanos) ? dearer : cheaper;
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
