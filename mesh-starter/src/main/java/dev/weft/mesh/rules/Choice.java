package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.HeaderFields;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.resilience.Timeouts;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the rules have chosen for a request. Made beforehand, one for each destination of each match: choosing allocates
 * nothing. Immutable.
 */
public final class Choice {

    /** No route takes the request. */
    public static final int NOWHERE = -1;

    private final @Nullable Route route;
    private final RequestMatch match;
    private final @Nullable RouteTarget target;
    private final int destination;
    private final Timeouts timeouts;
    private final RetryPolicy retry;
    private final @Nullable FaultPlan faults;
    private final @Nullable MirrorPlan mirrors;

    Choice(
            @Nullable Route route,
            RequestMatch match,
            @Nullable RouteTarget target,
            int destination,
            @Nullable FaultPlan faults,
            @Nullable MirrorPlan mirrors,
            ServiceRules rules) {
        this.route = route;
        this.match = match;
        this.target = target;
        this.destination = destination;
        this.faults = faults;
        this.mirrors = mirrors;
        this.timeouts = route != null ? route.timeouts(rules.timeouts()) : rules.timeouts();
        this.retry = route != null ? route.retry(rules.retry()) : rules.retry();
    }

    /** The route, or null where the rules have none, or none that takes the request. */
    public @Nullable Route route() {
        return route;
    }

    /** What the request was matched by. */
    public RequestMatch match() {
        return match;
    }

    /** The destination within the route, or null where the route answers by itself, or there is none. */
    public @Nullable RouteTarget target() {
        return target;
    }

    /** The number of the destination by {@link CompiledRules#destinations}, or {@link #NOWHERE}. */
    public int destination() {
        return destination;
    }

    public Actions actions() {
        return route == null ? Actions.NONE : route.actions();
    }

    public Timeouts timeouts() {
        return timeouts;
    }

    public RetryPolicy retry() {
        return retry;
    }

    /** The trouble on purpose that the next call by this choice meets. */
    public Trouble trouble() {
        return faults == null ? Trouble.NONE : faults.next();
    }

    /** What {@link #trouble} would say now. */
    public Trouble nextTrouble() {
        return faults == null ? Trouble.NONE : faults.peek();
    }

    /** Who gets a copy of the next call by this choice. */
    public List<Mirror> copies() {
        return mirrors == null ? List.of() : mirrors.next();
    }

    /** Where a redirect sends the client, or null if this is none. */
    public @Nullable String location(CallRequest request) {
        Redirect redirect = actions().redirect();
        return redirect == null ? null : redirect.location(request, matchedPrefix());
    }

    /** Whether the request is answered by a redirect. */
    public boolean isRedirect() {
        return actions().redirect() != null;
    }

    /** The status of the redirect. */
    public int redirectStatus() {
        Redirect redirect = actions().redirect();
        return redirect == null ? 0 : redirect.status();
    }

    /** The destination within the route that has this name, whatever its share; null if there is none. */
    public @Nullable RouteTarget target(DestinationKey key) {
        if (route == null) {
            return null;
        }
        for (RouteTarget each : route.to()) {
            if (Objects.equals(each.service(), key.service()) && each.subset().equals(key.subset())) {
                return each;
            }
        }
        return null;
    }

    /**
     * Changes the fields of a request that is sent.
     *
     * @param to the destination within the route that gets it, or null if it goes elsewhere
     */
    public void editRequest(HeaderFields fields, @Nullable RouteTarget to) {
        editForAll(fields);
        if (to != null) {
            to.request().applyTo(fields);
        }
    }

    /** Changes the fields of a copy that is sent: as the route has it, whose destinations are others, and without credentials. */
    public void editCopy(HeaderFields fields, Mirror mirror) {
        editForAll(fields);
        mirror.withhold(fields);
    }

    private void editForAll(HeaderFields fields) {
        if (route == null) {
            return;
        }
        Rewrite rewrite = route.actions().rewrite();
        if (rewrite != null && rewrite.host() != null) {
            fields.set("Host", rewrite.host());
        }
        route.actions().request().applyTo(fields);
    }

    /**
     * Changes the fields of a response that is handed on.
     *
     * @param from the destination within the route that has answered, or null if somebody else has
     */
    public void editResponse(HeaderFields fields, @Nullable RouteTarget from) {
        if (route == null) {
            return;
        }
        if (from != null) {
            from.response().applyTo(fields);
        }
        route.actions().response().applyTo(fields);
    }

    /** The path to send, after a rewrite. */
    public String path(CallRequest request) {
        Rewrite rewrite = actions().rewrite();
        if (rewrite == null || rewrite.path() == null) {
            return request.path();
        }
        return rewrite.path().apply(request.path(), matchedPrefix());
    }

    String matchedPrefix() {
        return match.path() instanceof PathMatch.Prefix prefix ? prefix.path() : "/";
    }
}
