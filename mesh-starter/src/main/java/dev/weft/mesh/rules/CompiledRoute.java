package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;

/** One match of a route, with what it leads to. The position in the split is shared with the route's other matches. */
final class CompiledRoute implements Comparable<CompiledRoute> {

    private final RequestMatch match;
    private final Condition[] conditions;
    private final Choice[] choices;
    private final Split split;
    private final int order;
    private final int headers;
    private final int queries;

    /**
     * @param order among all matches of all routes, as they were written
     * @param choices one for each destination of the split
     */
    CompiledRoute(RequestMatch match, int order, Choice[] choices, Split split) {
        this.match = match;
        this.conditions = Condition.of(match);
        this.order = order;
        this.choices = choices;
        this.split = split;
        this.headers = match.headers();
        this.queries = match.queries();
    }

    RequestMatch match() {
        return match;
    }

    /** Whether the request meets everything but the path and the host, by which this was found. */
    boolean takes(CallRequest request) {
        for (Condition condition : conditions) {
            if (!condition.test(request)) {
                return false;
            }
        }
        return true;
    }

    Choice choose(CallRequest request) {
        return choices[split.next(request)];
    }

    /** What {@link #choose} would choose now. */
    Choice peek(CallRequest request) {
        return choices[split.peek(request)];
    }

    /** What decides among the destinations, in words. */
    String why(CallRequest request) {
        return split.why(request);
    }

    /** Among equal paths: method, most headers and cookies, most query parameters, then as they were written. */
    @Override
    public int compareTo(CompiledRoute other) {
        int byMethod = Boolean.compare(match.method() == null, other.match.method() == null);
        int byHeaders = Integer.compare(other.headers, headers);
        int byQueries = Integer.compare(other.queries, queries);
        int byOrder = Integer.compare(order, other.order);
        return byMethod != 0 ? byMethod : byHeaders != 0 ? byHeaders : byQueries != 0 ? byQueries : byOrder;
    }
}
