package dev.weft.mesh.balance;

import dev.weft.mesh.resilience.Ejection;
import dev.weft.mesh.resilience.OutlierPolicy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints that a destination's requests may use, and the choice among them.
 *
 * <p>Idea: power of two choices. Draw two endpoints that are not ejected and were not tried, take the cheaper one: close
 * to the best of all, in constant time, without herding (Mitzenmacher 2001). What may be drawn is precomputed in a
 * {@link PoolView}, so that a pick costs the same among ten and among ten thousand. Thread-safe.
 */
public final class Pool {

    /** The key of a request that has none. */
    public static final int NO_KEY = 0;

    /** A zone that does not answer is left for an endpoint elsewhere that costs so many times less. */
    private static final double ZONE_PATIENCE = 10;

    /** So many are looked at for two that don't come last; of more endpoints than that they are drawn. */
    private static final int MOST_LOOKED_AT = 16;

    private final EndpointState[] members;
    private final Map<Integer, Integer> down;
    private final Map<Integer, Ring> rings;
    private final AtomicLong epoch;
    private final Locality locality;
    private final BalancePolicy policy;
    private final @Nullable Preferences preferences;
    private final Queue<EndpointState> doubtful;
    private volatile PoolView view;
    private volatile @Nullable Peers peers;

    /**
     * @param members every endpoint that may be used: up, of weight above 0, in the destination's subset
     * @param down those that are like them, but say of themselves that they are down
     * @param epoch counts the ejections and re-admissions of the service; shared by its pools
     * @param keyed whether requests may have keys that decide
     * @param preferences what the application itself says of the endpoints, or null
     */
    public Pool(
            List<EndpointState> members,
            List<EndpointState> down,
            AtomicLong epoch,
            Locality locality,
            BalancePolicy policy,
            boolean keyed,
            @Nullable Preferences preferences) {
        this(
                members,
                down,
                epoch,
                locality,
                policy,
                keyed ? rings(members, Map.of()) : Map.of(),
                preferences,
                new ConcurrentLinkedQueue<>());
    }

    private Pool(
            List<EndpointState> members,
            List<EndpointState> down,
            AtomicLong epoch,
            Locality locality,
            BalancePolicy policy,
            Map<Integer, Ring> rings,
            @Nullable Preferences preferences,
            Queue<EndpointState> doubtful) {
        EndpointState[] given = members.toArray(EndpointState[]::new);
        boolean ordered = policy.apertureFrom() > 0 && given.length >= policy.apertureFrom();
        this.members = ordered ? Ring.inOrder(given) : given;
        this.down = byPriority(down);
        this.rings = rings;
        this.epoch = epoch;
        this.locality = locality;
        this.policy = policy;
        this.preferences = preferences;
        this.doubtful = doubtful;
        this.view = PoolView.of(this.members, this.down, rings, epoch.get(), locality, policy);
    }

    /** A pool of which the application says nothing. */
    public Pool(
            List<EndpointState> members,
            List<EndpointState> down,
            AtomicLong epoch,
            Locality locality,
            BalancePolicy policy,
            boolean keyed) {
        this(members, down, epoch, locality, policy, keyed, null);
    }

    /**
     * The pool that takes the place of this one after a change. Rings that are still right are kept. Who is in doubt stays
     * so: calls that began before the change go on to tell of it here, and those that begin after it find out.
     */
    public Pool next(
            List<EndpointState> newMembers,
            List<EndpointState> newDown,
            Locality newLocality,
            BalancePolicy newPolicy,
            boolean keyed) {
        // Where no request ever takes one from there, those that are gone must not gather.
        doubtful.retainAll(newMembers);
        Map<Integer, Ring> newRings = keyed ? rings(newMembers, rings) : Map.of();
        return new Pool(newMembers, newDown, epoch, newLocality, newPolicy, newRings, preferences, doubtful);
    }

    private static Map<Integer, Integer> byPriority(List<EndpointState> states) {
        Map<Integer, Integer> counts = new HashMap<>();
        states.forEach(state -> counts.merge(state.endpoint().priority(), 1, Integer::sum));
        return Map.copyOf(counts);
    }

    private static Map<Integer, Ring> rings(List<EndpointState> members, Map<Integer, Ring> before) {
        Map<Integer, Ring> rings = new HashMap<>();
        members.stream()
                .collect(Collectors.groupingBy(state -> state.endpoint().priority()))
                .forEach((priority, theirs) -> rings.put(priority, Ring.after(before.get(priority), theirs)));
        return rings;
    }

    /** What gives keys their endpoints, by priority. */
    Map<Integer, Ring> rings() {
        return rings;
    }

    public int size() {
        return members.length;
    }

    public List<EndpointState> members() {
        return List.of(members);
    }

    /** Whether so few endpoints are healthy that all are used. */
    public boolean isPanic() {
        return view().isPanic();
    }

    /** Chooses an endpoint for a request without a key. */
    public @Nullable Pick pick(Tried tried, boolean repeatable, long nanos, RandomGenerator random) {
        return pick(NO_KEY, tried, repeatable, nanos, random);
    }

    /**
     * Chooses an endpoint.
     *
     * @param key the hash of what the request should stay at one endpoint by, or {@link #NO_KEY}; the ring decides for it
     *     where there is one, over all zones and beyond any aperture, so that all clients agree
     * @param tried what to avoid while anything else is left
     * @param repeatable whether the request can be sent elsewhere if it fails, so that it may serve as a probe
     * @return the choice, or null if the pool is empty
     */
    public @Nullable Pick pick(int key, Tried tried, boolean repeatable, long nanos, RandomGenerator random) {
        if (members.length == 0) {
            return null;
        }
        // Those with a key go where it hashes to, gone or not, and find that out.
        if (key == NO_KEY && repeatable && tried == Tried.NONE && !doubtful.isEmpty()) {
            EndpointState next = doubted(true, nanos);
            if (next != null) {
                return Pick.of(next, Pick.Why.DOUBT);
            }
        }
        return preferences == null
                ? pick(key, tried, Tried.NONE, repeatable, nanos, random)
                : pick(key, preferences.beside(tried), preferences.beside(Tried.NONE), repeatable, nanos, random);
    }

    /**
     * @param avoid what is not chosen while anything else is left
     * @param never what is not chosen at all
     */
    private @Nullable Pick pick(
            int key, Tried avoid, Tried never, boolean repeatable, long nanos, RandomGenerator random) {
        PoolView now = view();
        if (now.isProbeDue(repeatable, nanos)) {
            EndpointState probe = probe(now, avoid, repeatable, nanos);
            if (probe != null) {
                return Pick.of(probe, Pick.Why.PROBE);
            }
        }
        Pick byKey = key == NO_KEY ? null : byKey(now.level(key), key, avoid, repeatable, nanos);
        if (byKey != null) {
            return byKey;
        }
        Level level = now.level(random);
        EndpointState[] candidates = level.candidates(random);
        Pick pick = cheaper(level, candidates, avoid, repeatable, nanos, random);
        if (candidates != level.all()) {
            if (pick == null || pick.chosen().comesLast(repeatable, nanos)) {
                // Where nobody answers elsewhere either, it matters little who does not.
                pick = cheaper(level, level.all(), avoid, repeatable, nanos, random);
            } else if (level.hasZones()) {
                pick = orElsewhere(pick, level, avoid, repeatable, nanos, random);
            }
        }
        return pick != null ? pick : lastResort(now, avoid, never, repeatable, nanos, random);
    }

    /** What {@link #pick} would do now. Nothing changes by asking: no probe begins. */
    public Outlook outlook(int key, boolean repeatable, long nanos) {
        return new PoolReader(members, view(), policy, preferences, nanos)
                .outlook(key, repeatable, repeatable && key == NO_KEY ? doubted(false, nanos) : null);
    }

    private @Nullable Pick byKey(Level level, int key, Tried tried, boolean repeatable, long nanos) {
        Ring ring = level.ring();
        EndpointState chosen = ring == null ? null : ring.pick(key, level.isPanic(), tried, repeatable, nanos);
        if (ring == null || chosen == null) {
            return null;
        }
        Pick.Why why = chosen == ring.owner(key) ? Pick.Why.KEY : Pick.Why.NEXT_FOR_KEY;
        return Pick.of(chosen, level.isPanic() ? Pick.Why.PANIC : why);
    }

    /**
     * A zone's share goes to the zone whatever it costs there, unless it has stopped answering. Cost alone won't do: it
     * decays for an endpoint elsewhere while nobody asks it, and many requests at once are no reason to leave.
     */
    private Pick orElsewhere(
            Pick inZone, Level level, Tried tried, boolean repeatable, long nanos, RandomGenerator random) {
        EndpointState here = inZone.chosen();
        if (!here.isOverdue(nanos)) {
            return inZone;
        }
        EndpointState there = untried(level.all(), random.nextInt(level.all().length), tried, here);
        if (there == null || there.comesLast(repeatable, nanos)) {
            return inZone;
        }
        double hereCost = cost(here, nanos);
        double thereCost = cost(there, nanos);
        return hereCost > ZONE_PATIENCE * thereCost
                ? new Pick(there, Pick.Why.CHEAPER, thereCost, here, hereCost)
                : inZone;
    }

    /** The next of those in doubt that still is. One that is silent comes last by that, and nobody is to wait there for this. */
    private @Nullable EndpointState doubted(boolean take, long nanos) {
        for (EndpointState next : doubtful) {
            boolean still = next.outlier().isFailing()
                    && next.outlier().ejection() == null
                    && !next.isSilent(true, nanos)
                    && (preferences == null || preferences.isEligible(next))
                    && includes(next);
            if (!still) {
                doubtful.remove(next);
            } else if (!take || doubtful.remove(next)) {
                // Of several that look at the same one, one gets it.
                return next;
            }
        }
        return null;
    }

    private @Nullable EndpointState probe(PoolView now, Tried tried, boolean repeatable, long nanos) {
        for (EndpointState candidate : now.ejected()) {
            if (!tried.includes(candidate) && candidate.outlier().tryProbe(repeatable, nanos)) {
                epoch.incrementAndGet();
                return candidate;
            }
        }
        return null;
    }

    private @Nullable Pick cheaper(
            Level level, EndpointState[] from, Tried tried, boolean repeatable, long nanos, RandomGenerator random) {
        int size = from.length;
        if (size == 0) {
            return null;
        }
        // One draw for both: each half, times the size, by 2^32. The second one skips the place of the first.
        long draw = random.nextLong();
        int first = (int) ((draw >>> 32) * size >>> 32);
        int second = (int) ((draw & 0xFFFF_FFFFL) * (size - 1) >>> 32);
        EndpointState one = untried(from, first, tried, null);
        if (one == null) {
            return null;
        }
        EndpointState other = size == 1 ? null : untried(from, second < first ? second : second + 1, tried, one);
        if (other == null) {
            return Pick.of(one, level.isPanic() ? Pick.Why.PANIC : Pick.Why.ONLY);
        }
        boolean anyLast = !level.isPanic() && (one.comesLast(repeatable, nanos) || other.comesLast(repeatable, nanos));
        return anyLast && size > 2
                ? ofWell(level, from, one, other, tried, repeatable, nanos, random)
                : ofTwo(level, one, other, repeatable, nanos);
    }

    /**
     * One of the two that were drawn comes last, or both: two others are drawn of those that don't, so that these share what
     * is not sent there as evenly as ever. The only one that doesn't is compared with one of the two.
     */
    private Pick ofWell(
            Level level,
            EndpointState[] from,
            EndpointState one,
            EndpointState other,
            Tried tried,
            boolean repeatable,
            long nanos,
            RandomGenerator random) {
        EndpointState first = null;
        EndpointState second = null;
        boolean few = from.length <= MOST_LOOKED_AT;
        int found = 0;
        for (int i = 0; i < (few ? from.length : MOST_LOOKED_AT) && (few || second == null); i++) {
            EndpointState next = from[few ? i : random.nextInt(from.length)];
            if (next == first || tried.includes(next) || next.comesLast(repeatable, nanos)) {
                continue;
            }
            // Of few each pair is as likely as any other: the n-th found takes either place with a chance of 1 in n.
            int place = found < 2 ? found : random.nextInt(found + 1);
            found++;
            if (place == 0) {
                first = next;
            } else if (place == 1) {
                second = next;
            }
        }
        if (first == null) {
            return ofTwo(level, one, other, repeatable, nanos);
        }
        EndpointState beside = second != null ? second : first == one ? other : one;
        // Of two that cost the same the one that is named first is chosen.
        return random.nextBoolean()
                ? ofTwo(level, first, beside, repeatable, nanos)
                : ofTwo(level, beside, first, repeatable, nanos);
    }

    /** The cheaper one, unless it yields to the other. */
    private Pick ofTwo(Level level, EndpointState one, EndpointState other, boolean repeatable, long nanos) {
        double oneCost = cost(one, nanos);
        double otherCost = cost(other, nanos);
        return oneCost <= otherCost
                ? ofTwo(level, one, oneCost, other, otherCost, repeatable, nanos)
                : ofTwo(level, other, otherCost, one, oneCost, repeatable, nanos);
    }

    private Pick ofTwo(
            Level level,
            EndpointState cheaper,
            double cost,
            EndpointState dearer,
            double dearerCost,
            boolean repeatable,
            long nanos) {
        if (level.isPanic()) {
            return cheaper.hasStoppedBeside(dearer, policy, nanos)
                    ? new Pick(dearer, Pick.Why.PANIC, dearerCost, cheaper, cost)
                    : new Pick(cheaper, Pick.Why.PANIC, cost, dearer, dearerCost);
        }
        if (cheaper.yieldsTo(dearer, policy, repeatable, nanos)) {
            boolean stays = cheaper.isLeaving(nanos) && !cheaper.isOverdue(nanos);
            return new Pick(dearer, stays ? Pick.Why.STAYS : Pick.Why.ANSWERS, dearerCost, cheaper, cost);
        }
        return new Pick(cheaper, Pick.Why.CHEAPER, cost, dearer, dearerCost);
    }

    private double cost(EndpointState state, long nanos) {
        double cost = state.cost(policy, nanos);
        return preferences == null ? cost : preferences.cost(state, cost);
    }

    /** The endpoint at this place, or the next one that was not tried and is not the one given; null if there is none. */
    private static @Nullable EndpointState untried(
            EndpointState[] from, int at, Tried tried, @Nullable EndpointState not) {
        for (int i = 0; i < from.length; i++) {
            int place = at + i;
            EndpointState next = from[place < from.length ? place : place - from.length];
            if (next != not && !tried.includes(next)) {
                return next;
            }
        }
        return null;
    }

    /** Everything in the chosen level was tried: another level, then something that was tried. */
    private @Nullable Pick lastResort(
            PoolView now, Tried avoid, Tried never, boolean repeatable, long nanos, RandomGenerator random) {
        for (Level level : now.levels()) {
            Pick pick = cheaper(level, level.all(), avoid, repeatable, nanos, random);
            if (pick != null) {
                return pick;
            }
        }
        for (Level level : now.levels()) {
            Pick pick = cheaper(level, level.all(), never, repeatable, nanos, random);
            if (pick != null) {
                return new Pick(pick.chosen(), Pick.Why.TRIED, pick.cost(), pick.other(), pick.otherCost());
            }
        }
        EndpointState any = untried(members, random.nextInt(members.length), never, null);
        return any == null ? null : Pick.of(any, Pick.Why.PANIC);
    }

    /**
     * Ejects a member that keeps failing, if its peers do better and few enough of them are out already.
     *
     * @return why it was ejected, or null if it was not
     */
    public Ejection.@Nullable Reason ejectIfOutlier(
            EndpointState member, OutlierPolicy outliers, long nanos, RandomGenerator random) {
        Ejection.Reason reason = member.outlier().suspicion(outliers, nanos);
        if (reason == null || member.outlier().ejection() != null) {
            return null;
        }
        if (reason == Ejection.Reason.SUCCESS_RATE && !isFarBelowPeers(member, outliers, nanos)) {
            return null;
        }
        return eject(member, reason, outliers, nanos, random) ? reason : null;
    }

    /**
     * Whether a member that has just failed below it seems to be cut off from what all of them call: since it has failed so
     * without a break, most of the others have answered well. Those that wait for what all of them call have not.
     */
    public boolean isCutOff(EndpointState member, OutlierPolicy outliers, long nanos) {
        long millis = member.outlier().failingBelowNanos(nanos) / 1_000_000;
        // What is known of the peers may be a tenth of a second old, and all of them may have begun to fail since.
        return peers(outliers, nanos).wellMillisAgo() < millis
                && freshPeers(outliers, nanos).wellMillisAgo() < millis;
    }

    /** Ejects a member that seems to be cut off, if few enough are out already. */
    public boolean ejectCutOff(EndpointState member, OutlierPolicy outliers, long nanos, RandomGenerator random) {
        return member.outlier().ejection() == null
                && isCutOff(member, outliers, nanos)
                && eject(member, Ejection.Reason.CUT_OFF, outliers, nanos, random);
    }

    private boolean eject(
            EndpointState member, Ejection.Reason reason, OutlierPolicy outliers, long nanos, RandomGenerator random) {
        OutlierPolicy penalties = penalties(outliers, nanos);
        // Two that fail at once must not both take the last place.
        synchronized (epoch) {
            if (!mayLose(outliers) || !member.outlier().eject(reason, penalties, nanos, random)) {
                return false;
            }
        }
        epoch.incrementAndGet();
        return true;
    }

    /**
     * A member has lost a connection. If it is gone, its cost would keep requests away for so long that it would stay in use
     * for minutes, by one request now and then: the next that may be repeated goes there, and so on until it answers or is
     * ejected. Nothing happens if it may not be ejected.
     */
    public void doubt(EndpointState member, OutlierPolicy outliers) {
        if (outliers.consecutiveFailures() > 0
                && member.outlier().ejection() == null
                && !doubtful.contains(member)
                && mayLose(outliers)) {
            doubtful.add(member);
        }
    }

    /**
     * Leaves a member alone for as long as it has asked for, if few enough are out already.
     *
     * @return whether it was in use until now
     */
    public boolean hold(EndpointState member, OutlierPolicy outliers, long holdNanos, long nanos) {
        boolean held;
        boolean prolonged;
        synchronized (epoch) {
            boolean ejected = member.outlier().ejection() != null;
            prolonged = ejected && member.outlier().holdEjected(holdNanos, nanos);
            held = !ejected && mayLose(outliers) && member.outlier().hold(holdNanos, nanos);
        }
        if (held || prolonged) {
            epoch.incrementAndGet();
        }
        return held;
    }

    /**
     * Ejects an endpoint for what was found beside all requests, if each of its service's pools that it is in may lose it.
     *
     * @param pools all of one service, one at least
     * @return whether it was in use until now
     */
    public static boolean eject(
            EndpointState member,
            List<Pool> pools,
            Ejection.Reason reason,
            OutlierPolicy outliers,
            long nanos,
            RandomGenerator random) {
        AtomicLong shared = pools.get(0).epoch;
        synchronized (shared) {
            boolean mayGo =
                    pools.stream().filter(pool -> pool.includes(member)).allMatch(pool -> pool.mayLose(outliers));
            if (!mayGo || !member.outlier().eject(reason, outliers, nanos, random)) {
                return false;
            }
        }
        shared.incrementAndGet();
        return true;
    }

    /** The endpoints that requests may get to from here, those included that are ejected and that nobody probes. */
    public List<EndpointState> inReach() {
        PoolView now = view();
        return Stream.concat(
                        Stream.of(now.ejected()), Stream.of(now.levels()).flatMap(level -> Stream.of(level.inReach())))
                .filter(state -> preferences == null || preferences.isEligible(state))
                .toList();
    }

    /** A probe of this member told something, or was cancelled: what may be chosen has changed. */
    public void probed() {
        epoch.incrementAndGet();
    }

    private boolean includes(EndpointState state) {
        return Arrays.asList(members).contains(state);
    }

    private boolean mayLose(OutlierPolicy outliers) {
        long out = Arrays.stream(members)
                .filter(member -> member.outlier().ejection() != null)
                .count();
        return out + 1 <= (long) members.length * outliers.maxEjectedPercent() / 100;
    }

    private boolean isFarBelowPeers(EndpointState member, OutlierPolicy outliers, long nanos) {
        int its = member.outlier().successPercent(outliers, nanos);
        int median = peers(outliers, nanos).medianSuccessPercent();
        return its >= 0 && its + outliers.pointsBelowPeers() <= median;
    }

    /** The median latency of the members that have answered, in nanoseconds. */
    public long medianLatencyNanos(OutlierPolicy outliers, long nanos) {
        return peers(outliers, nanos).medianLatencyNanos();
    }

    /**
     * For how long members are ejected: no less than until this client would have asked again anyway. Else many clients that
     * each ask rarely would send more probes than they used to send requests, all to an endpoint that has only just come back.
     */
    public OutlierPolicy penalties(OutlierPolicy outliers, long nanos) {
        return outliers.withPenaltyOfAtLeast(peers(outliers, nanos).turnNanos());
    }

    private Peers peers(OutlierPolicy outliers, long nanos) {
        Peers known = peers;
        return known != null && known.isFresh(nanos) ? known : freshPeers(outliers, nanos);
    }

    private Peers freshPeers(OutlierPolicy outliers, long nanos) {
        Peers now = Peers.of(members, outliers, nanos);
        peers = now;
        return now;
    }

    private PoolView view() {
        PoolView known = view;
        long current = epoch.get();
        if (known.epoch() != current) {
            known = PoolView.of(members, down, rings, current, locality, policy);
            view = known;
        }
        return known;
    }
}
