package dev.weft.registry.api;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.check.ForeignRoutes;
import dev.weft.registry.store.Change;
import dev.weft.registry.store.Origin;
import dev.weft.registry.store.Revision;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.store.Snapshot;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the store keeps of Kubernetes' HTTPRoutes. Where nobody reads these any more, the last that was read is in force until
 * people take it away: no caller loses its rules because somebody turns a registry's setting. So it is with those of a
 * namespace that nobody reads any more.
 */
@RestController
@RequestMapping("/mesh/v1/rules/{service}/httproutes")
final class HttpRoutesController {

    private final RuleStore store;
    private final RuleWriter writer;
    private final ObjectProvider<Supplier<HttpRoutesView>> httpRoutes;

    HttpRoutesController(RuleStore store, RuleWriter writer, ObjectProvider<Supplier<HttpRoutesView>> httpRoutes) {
        this.store = store;
        this.writer = writer;
        this.httpRoutes = httpRoutes;
    }

    @GetMapping
    ResponseEntity<String> get(@PathVariable String service) {
        ServiceName name = ServiceName.of(service);
        Snapshot now = store.snapshot();
        Revision kept = now.routesOf(name);
        if (kept == null || kept.document() == null) {
            throw Refusals.noHttpRoutes(name, now.position().at(kept));
        }
        return ResponseEntity.ok()
                .eTag(ETags.of(now.position().at(kept)))
                .contentType(DocumentBody.type(kept.document()))
                .body(kept.document());
    }

    @DeleteMapping
    ResponseEntity<RevisionView> delete(@PathVariable String service, HttpServletRequest request) {
        ServiceName name = ServiceName.of(service);
        Write write = Write.of(request);
        Snapshot now = store.snapshot();
        Supplier<HttpRoutesView> read = httpRoutes.getIfAvailable();
        if (read != null
                && ForeignRoutes.of(read.get().namespace(), now.routes()).namespace(name) == null) {
            throw Refusals.of(
                    HttpStatus.CONFLICT,
                    "this registry reads HTTPRoutes, and would store those of " + name
                            + " again (expected: kubectl delete httproute, or a registry that has"
                            + " registry.kubernetes.http-routes off)");
        }
        if (now.routesOf(name) == null) {
            throw Refusals.noHttpRoutes(name, now.position().at(null));
        }
        Revision made = writer.make(
                new Change(name, Origin.HTTP_ROUTES, write.author(), write.comment(), null, null), write.condition());
        return ResponseEntity.ok()
                .eTag(ETags.of(store.held().position().at(made)))
                .body(RevisionView.of(made));
    }
}
