package dev.weft.mesh.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Says which requests of a route are copied, and for whom. Thread-safe. */
final class MirrorPlan {

    private final List<Mirror> mirrors;
    private final Sequence[] turns;

    MirrorPlan(List<Mirror> mirrors, RandomGenerator random) {
        this.mirrors = mirrors;
        this.turns = new Sequence[mirrors.size()];
        for (int i = 0; i < turns.length; i++) {
            turns[i] = new Sequence(random);
        }
    }

    /** The mirrors that see the next request. */
    List<Mirror> next() {
        List<Mirror> next = List.of();
        for (int i = 0; i < turns.length; i++) {
            Mirror mirror = mirrors.get(i);
            if (turns[i].next() < mirror.share().fraction()) {
                next = next.isEmpty() ? new ArrayList<>(mirrors.size()) : next;
                next.add(mirror);
            }
        }
        return next;
    }
}
