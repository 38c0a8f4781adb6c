package dev.weft.mesh.rules;

import dev.weft.mesh.balance.Hash;
import dev.weft.mesh.model.CallRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Divides the requests of a route among its destinations by weight. Thread-safe. */
final class Split {

    /** Steps of which each split takes one, so that those of several services seldom go in lock-step. */
    private static final int[] ROOTS = {5, 3, 21, 15};

    private final Sequence sequence;
    private final double[] upTo;
    private final double[] weights;
    private final long[] seeds;
    private final @Nullable Sticky sticky;

    /**
     * @param to the shares
     * @param sticky what keeps equal requests on one side, or null
     * @param start where in the sequence to begin, and in which
     */
    Split(List<RouteTarget> to, @Nullable Sticky sticky, long start) {
        this.sequence = new Sequence(start, ROOTS[(int) (start & 3)]);
        this.sticky = sticky;
        this.upTo = new double[to.size()];
        this.weights = to.stream().mapToDouble(RouteTarget::weight).toArray();
        this.seeds = to.stream().mapToLong(target -> Hash.of(target.toString())).toArray();
        double total = to.stream().mapToLong(RouteTarget::weight).sum();
        long sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += to.get(i).weight();
            upTo[i] = sum / total;
        }
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
        return sticky != null && key(request) != null ? "sticky by " + sticky : "next in turn";
    }

    private @Nullable String key(CallRequest request) {
        return sticky == null ? null : RequestFields.first(request, sticky.kind(), sticky.name());
    }

    private int side(double point) {
        int i = 0;
        while (i < upTo.length - 1 && point >= upTo[i]) {
            i++;
        }
        return i;
    }
}
