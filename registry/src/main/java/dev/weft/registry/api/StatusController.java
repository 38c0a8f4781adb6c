package dev.weft.registry.api;

import dev.weft.mesh.document.KeyPaths;
import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.check.ForeignRoutes;
import dev.weft.registry.membership.LeaseCounts;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.store.Snapshot;
import dev.weft.registry.store.StorePosition;
import dev.weft.registry.stream.Claim;
import dev.weft.registry.stream.ClientView;
import dev.weft.registry.stream.Peer;
import dev.weft.registry.stream.Watchers;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How this registry is, and who watches it, for people. */
@RestController
// Whatever else a library on the class path could make of it.
@RequestMapping(path = "/mesh/v1", produces = MediaType.APPLICATION_JSON_VALUE)
final class StatusController {

    /**
     * Everybody who watches this registry.
     *
     * @param features the keys of rule documents that this registry knows: a client understands those that it does not miss
     */
    record Clients(Set<String> features, List<ClientView> clients) {}

    /** Which store, and how far it has come. */
    record Store(String id, long generation, long revision) {

        static Store at(StorePosition position) {
            return new Store(position.store(), position.generation(), position.revision());
        }
    }

    /** What a client knows that the store may not follow. */
    record Ahead(String service, String instance, String id, long generation, long revision) {

        static @Nullable Ahead of(@Nullable Claim claim) {
            if (claim == null) {
                return null;
            }
            StorePosition known = claim.position();
            return new Ahead(claim.service(), claim.instance(), known.store(), known.generation(), known.revision());
        }
    }

    /** Whether the store's database takes changes, or why not. */
    record Database(boolean ok, @Nullable String problem) {}

    /** A client that does not say that it goes by the rules that it was sent. */
    record Lag(
            String service,
            String instance,
            String watches,
            @Nullable Long sent,
            @Nullable Long applied) {}

    /** A client that would not take rules. */
    record Refusal(
            String service,
            String instance,
            String watches,
            long revision,
            @Nullable String reason) {}

    /**
     * This registry.
     *
     * @param registry its URL
     * @param settled whether it has had the time to hear from every instance since it has started
     * @param takesChanges whether it has had the time to hear from those who may know more than its store
     * @param leases how many instances are silent, and whether leases are kept for that
     * @param ahead the furthest that a client knows and the store may not follow: it takes nothing from it; null if none
     *     does
     * @param peers the URLs of the others
     * @param httpRoutes of Kubernetes, or null if they are not read
     * @param leftHttpRoutes the services for which some are in force that are not read here
     */
    record Status(
            String registry,
            Store store,
            Database database,
            boolean settled,
            boolean takesChanges,
            LeaseCounts.Count leases,
            @Nullable Ahead ahead,
            int watchers,
            List<Lag> lagging,
            List<Refusal> refusals,
            List<String> peers,
            @Nullable HttpRoutesView httpRoutes,
            List<String> leftHttpRoutes) {}

    private final RuleStore store;
    private final Watchers watchers;
    private final RuleWriter writer;
    private final LeaseCounts leases;
    private final Peer peer;
    private final ObjectProvider<Supplier<HttpRoutesView>> httpRoutes;

    StatusController(
            RuleStore store,
            Watchers watchers,
            RuleWriter writer,
            LeaseCounts leases,
            Peer peer,
            ObjectProvider<Supplier<HttpRoutesView>> httpRoutes) {
        this.store = store;
        this.watchers = watchers;
        this.writer = writer;
        this.leases = leases;
        this.peer = peer;
        this.httpRoutes = httpRoutes;
    }

    @GetMapping("/clients")
    Clients clients() {
        return new Clients(
                KeyPaths.all(),
                watchers.clients().stream()
                        .sorted(Comparator.comparing(ClientView::service).thenComparing(ClientView::instance))
                        .toList());
    }

    @GetMapping("/status")
    Status status() {
        Snapshot now = store.snapshot();
        String trouble = store.trouble();
        Supplier<HttpRoutesView> routes = httpRoutes.getIfAvailable();
        List<ClientView> clients = watchers.clients();
        return new Status(
                peer.url(),
                Store.at(now.position()),
                new Database(trouble == null, trouble),
                watchers.settled(),
                !writer.mustWait(),
                leases.count(),
                Ahead.of(watchers.ahead(now)),
                clients.size(),
                watched(clients, StatusController::lag),
                watched(clients, StatusController::refusal),
                peer.others(),
                routes == null ? null : routes.get(),
                left(now, routes));
    }

    private static List<String> left(Snapshot now, @Nullable Supplier<HttpRoutesView> read) {
        Collection<ServiceName> left = read == null
                ? now.servicesWithRoutes()
                : ForeignRoutes.of(read.get().namespace(), now.routes())
                        .namespaces()
                        .keySet();
        return left.stream().map(ServiceName::value).toList();
    }

    private static <T> List<T> watched(
            List<ClientView> clients, BiFunction<ClientView, ClientView.Service, @Nullable T> view) {
        return clients.stream()
                .flatMap(client ->
                        client.services().stream().flatMap(service -> Stream.ofNullable(view.apply(client, service))))
                .toList();
    }

    private static @Nullable Lag lag(ClientView client, ClientView.Service of) {
        return of.lags() ? new Lag(client.service(), client.instance(), of.name(), of.sent(), of.applied()) : null;
    }

    private static @Nullable Refusal refusal(ClientView client, ClientView.Service of) {
        ClientView.Refusal refused = of.refused();
        return refused == null
                ? null
                : new Refusal(client.service(), client.instance(), of.name(), refused.revision(), refused.reason());
    }
}
