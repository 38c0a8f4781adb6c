package dev.weft.mesh.rules;

import dev.weft.mesh.balance.Hash;
import dev.weft.mesh.model.CallRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Divides the requests of a route among its destinations by weight. Thread-safe. */
final class Split {

    /** Of requests that nothing keeps on one side. */
    static final String IN_TURN = "next in turn";

    private final Sequence sequence;
    private final double[] upTo;
    private final double[] weights;
    private final long[] seeds;
    private final @Nullable RequestKey sticky;

    /**
     * @param to the shares
     * @param sticky what keeps equal requests on one side, or null
     * @param random chooses the sequence in which they have their turns
     */
    Split(List<RouteTarget> to, @Nullable RequestKey sticky, RandomGenerator random) {
        this.sequence = new Sequence(random);
        this.sticky = sticky;
        this.upTo = new double[to.size()];
        this.weights = to.stream().mapToDouble(RouteTarget::weight).toArray();
        this.seeds = seeds(to);
        double total = to.stream().mapToLong(RouteTarget::weight).sum();
        long sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += to.get(i).weight();
            upTo[i] = sum / total;
        }
    }

    /** By the destination's name, so that it keeps its keys wherever it stands; a second one of a name draws for itself. */
    private static long[] seeds(List<RouteTarget> to) {
        Map<String, Integer> named = new HashMap<>();
        return to.stream()
                .map(RouteTarget::toString)
                .mapToLong(name -> Hash.of(name) + named.merge(name, 1, Integer::sum))
                .toArray();
    }

    /** Which of the destinations gets this request. */
    int next(CallRequest request) {
        if (upTo.length <= 1) {
            return 0;
        }
        String key = key(request);
        return key == null ? side(sequence.next()) : StickyKey.side(key, weights, seeds);
    }

    /** Which of the destinations {@link #next} would name now. */
    int peek(CallRequest request) {
        String key = key(request);
        return key == null ? side(sequence.peek()) : StickyKey.side(key, weights, seeds);
    }

    /** What decides about this request's side, in words. */
    String why(CallRequest request) {
        if (upTo.length <= 1) {
            return "the only destination";
        }
        return sticky != null && key(request) != null ? "sticky by " + sticky : IN_TURN;
    }

    private @Nullable String key(CallRequest request) {
        return sticky == null ? null : sticky.of(request);
    }

    private int side(double point) {
        int i = 0;
        while (i < upTo.length - 1 && point >= upTo[i]) {
            i++;
        }
        return i;
    }
}
