package dev.weft.registry.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A service's endpoints at one moment, and which of them have changed of late. Immutable.
 *
 * <p>The cost: a change takes one pass over the service's endpoints, so changes are gathered before they are made.
 */
final class EndpointSet {

    /** So many changed endpoints are remembered: whoever missed more is sent everything. */
    private static final int REMEMBERED = 1_000;

    private final long version;
    private final Map<String, Member> members;
    private final Map<String, EndpointView> shown;
    private final Deque<Step> steps;

    /**
     * What one version has changed.
     *
     * @param version before it
     * @param lapsed those of the ids that have left because their leases have ended
     */
    private record Step(long version, Set<String> ids, Set<String> lapsed) {}

    private EndpointSet(long version, Map<String, Member> members, Map<String, EndpointView> shown, Deque<Step> steps) {
        this.version = version;
        this.members = members;
        this.shown = shown;
        this.steps = steps;
    }

    static EndpointSet of(Map<String, Member> members, long version) {
        return new EndpointSet(version, members, shown(members), new ArrayDeque<>());
    }

    /** Of several at one address the one that came last is there; the others are leases that outlive their process. */
    private static Map<String, EndpointView> shown(Map<String, Member> members) {
        Map<String, Member> latest = new HashMap<>();
        for (Member member : members.values()) {
            latest.merge(member.endpoint().address(), member, (a, b) -> a.since() >= b.since() ? a : b);
        }
        Map<String, EndpointView> shown = new HashMap<>();
        latest.values().forEach(member -> shown.put(member.endpoint().id(), member.endpoint()));
        return shown;
    }

    /**
     * The set after changes; the same one if clients see none.
     *
     * @param changes the members by id, null for those that have left
     * @param lapsed the ids of those that have left because their leases have ended
     * @param next the version then
     */
    EndpointSet after(Map<String, @Nullable Member> changes, Set<String> lapsed, long next) {
        Map<String, Member> members = new HashMap<>(this.members);
        changes.forEach((id, member) -> {
            if (member == null) {
                members.remove(id);
            } else {
                members.put(id, member);
            }
        });
        Map<String, EndpointView> shown = shown(members);
        Set<String> ids = new HashSet<>(this.shown.keySet());
        ids.addAll(shown.keySet());
        ids.removeIf(id -> shown.containsKey(id) && shown.get(id).equals(this.shown.get(id)));
        if (ids.isEmpty()) {
            return new EndpointSet(version, members, this.shown, steps);
        }
        return new EndpointSet(next, members, shown, after(ids, lapsed));
    }

    private Deque<Step> after(Set<String> ids, Set<String> lapsed) {
        Deque<Step> after = new ArrayDeque<>(steps);
        after.add(new Step(version, Set.copyOf(ids), Set.copyOf(lapsed)));
        int remembered = after.stream().mapToInt(step -> step.ids().size()).sum();
        while (remembered > REMEMBERED) {
            remembered -= after.remove().ids().size();
        }
        return after;
    }

    long version() {
        return version;
    }

    List<EndpointView> all() {
        return List.copyOf(shown.values());
    }

    /** What has changed since a version, or null if it is not remembered. */
    @Nullable
    Change since(long known) {
        Set<String> ids = new HashSet<>();
        Set<String> lapsed = new HashSet<>();
        boolean met = known == version;
        for (Step step : steps) {
            met = met || step.version() == known;
            if (met && step.version() >= known) {
                ids.addAll(step.ids());
                lapsed.removeAll(step.ids());
                lapsed.addAll(step.lapsed());
            }
        }
        return met ? change(ids, lapsed) : null;
    }

    private Change change(Set<String> ids, Set<String> silent) {
        List<EndpointView> put = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        List<String> lapsed = new ArrayList<>();
        for (String id : ids) {
            EndpointView now = shown.get(id);
            if (now != null) {
                put.add(now);
            } else {
                (silent.contains(id) ? lapsed : gone).add(id);
            }
        }
        return new Change(put, gone, lapsed);
    }

    /**
     * What clients are to put in, and what to take out.
     *
     * @param gone those that have left by their own word, or a person's
     * @param lapsed those that have fallen silent
     */
    record Change(List<EndpointView> put, List<String> gone, List<String> lapsed) {

        Change {
            put = List.copyOf(put);
            gone = List.copyOf(gone);
            lapsed = List.copyOf(lapsed);
        }
    }
}
