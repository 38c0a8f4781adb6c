package dev.weft.mesh.actuate;

import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.Explanation;
import dev.weft.mesh.model.ServiceName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Shows the mesh as this process sees it. Reading it changes nothing and costs the callers nothing. */
@Endpoint(id = "mesh")
public final class MeshEndpoint {

    private static final int MAX_CALLS = 100;
    private static final String EXPLAIN = "explain";

    private final Engine engine;
    private final ServiceName self;
    private final @Nullable String zone;
    private final RuleViews rules;
    private final @Nullable OutsideHosts outside;
    private final StreamView.Source stream;

    /**
     * @param self the service that this process is
     * @param zone where it runs, or null when unknown
     * @param outside the hosts outside the mesh, or null if they are no concern of it
     * @param stream the registry's stream as it is, or null where there is none
     */
    public MeshEndpoint(
            Engine engine,
            ServiceName self,
            @Nullable String zone,
            RuleViews rules,
            @Nullable OutsideHosts outside,
            StreamView.Source stream) {
        this.engine = engine;
        this.self = self;
        this.zone = zone;
        this.rules = rules;
        this.outside = outside;
        this.stream = stream;
    }

    /** Every service that was called so far, and the last hundred calls to any of them. */
    @ReadOperation
    public MeshView mesh() {
        Moment now = Moment.now();
        Collection<Destination> destinations = engine.destinations();
        List<CallView> calls = destinations.stream()
                .flatMap(destination -> destination.recentCalls().stream())
                .sorted(Comparator.comparingLong((CallTrace call) -> call.startedNanos() - now.nanos())
                        .reversed())
                .limit(MAX_CALLS)
                .map(call -> CallView.of(call, now))
                .toList();
        return new MeshView(
                self.value(),
                zone,
                stream.now(),
                outside == null ? null : EgressView.of(outside),
                destinations.stream()
                        .map(destination -> DestinationView.of(destination, now))
                        .toList(),
                rules.services(),
                rules.sources(),
                calls);
    }

    /**
     * One service, or host with its port, its rules, and the last hundred calls to it; nothing if there is none of that. At
     * {@code explain}: how a request would be routed.
     *
     * @param name of the service, or {@code explain}
     * @param service whom the request that is asked about would be for
     * @param port in the caller's URL, by which routes may match
     * @param method its method; GET unless it is given
     * @param path its path; "/" unless it is given
     * @param header its fields, {@code name:value}, one or several
     * @param query as it stands in a URL
     * @param cookie {@code name=value}, one or several
     * @param from who would make it; this process unless it is given
     * @param identity the signed-in user for whom it would be made
     */
    @ReadOperation
    public @Nullable Object destination(
            @Selector String name,
            @org.springframework.lang.Nullable String service,
            @org.springframework.lang.Nullable String port,
            @org.springframework.lang.Nullable String method,
            @org.springframework.lang.Nullable String path,
            // Text or a list of it: asked for a list, Spring would split a value at its commas.
            @org.springframework.lang.Nullable Object header,
            @org.springframework.lang.Nullable Object query,
            @org.springframework.lang.Nullable Object cookie,
            @org.springframework.lang.Nullable String from,
            @org.springframework.lang.Nullable String identity) {
        if (!name.equals(EXPLAIN)) {
            return service(name);
        }
        Question question;
        try {
            question = Question.of(service, port, method, path, header, query, cookie, from, identity, self);
        } catch (IllegalArgumentException e) {
            return new WebEndpointResponse<>(
                    Map.of("error", String.valueOf(e.getMessage())), WebEndpointResponse.STATUS_BAD_REQUEST);
        }
        Moment now = Moment.now();
        Explanation explanation = engine.explain(question.request(), question.from(), now.nanos());
        return ExplanationView.of(
                question, explanation, rules.effective(question.request().service()), now);
    }

    private @Nullable ServiceView service(String service) {
        Moment now = Moment.now();
        for (Destination destination : engine.destinations()) {
            if (destination.service().value().equalsIgnoreCase(service)) {
                List<CallView> calls = destination.recentCalls().stream()
                        .map(call -> CallView.of(call, now))
                        .toList();
                return new ServiceView(DestinationView.of(destination, now), rules.service(service), calls);
            }
        }
        ServiceRulesView written = rules.service(service);
        return written == null ? null : new ServiceView(null, written, List.of());
    }

    /**
     * The mesh as a process sees it.
     *
     * @param service what the process is
     * @param zone where it runs, or null when unknown
     * @param stream the registry's, or null where there is none
     * @param egress which hosts outside may be called
     * @param rules of every service for which something is written
     * @param ruleSources where they come from
     * @param calls the newest first
     */
    public record MeshView(
            String service,
            @Nullable String zone,
            @Nullable StreamView stream,
            @Nullable EgressView egress,
            List<DestinationView> destinations,
            List<ServiceRulesView> rules,
            RuleViews.SourcesView ruleSources,
            List<CallView> calls) {}

    /**
     * One service as a process sees it.
     *
     * @param destination or null if it was never called
     * @param rules or null if nothing is written for it
     * @param calls the newest first
     */
    public record ServiceView(
            @Nullable DestinationView destination, @Nullable ServiceRulesView rules, List<CallView> calls) {}
}
