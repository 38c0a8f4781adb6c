package dev.weft.registry.api;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.store.Change;
import dev.weft.registry.store.Origin;
import dev.weft.registry.store.Precondition;
import dev.weft.registry.store.Revision;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.store.Snapshot;
import dev.weft.registry.stream.Watchers;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What is stored, and changes of it. Every write needs If-Match or If-None-Match, which no form can send: so no page that
 * somebody visits can write by the login that the browser remembers.
 */
@RestController
@RequestMapping("/mesh/v1/rules")
final class RulesController {

    /**
     * Every service that has rules.
     *
     * @param store which store it is: numbers of different stores can't be compared
     * @param revision the latest of all
     */
    record Listing(String store, long revision, List<RevisionView> services) {}

    private final RuleStore store;
    private final RuleWriter writer;
    private final Watchers watchers;

    RulesController(RuleStore store, RuleWriter writer, Watchers watchers) {
        this.store = store;
        this.writer = writer;
        this.watchers = watchers;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Listing list() {
        Snapshot now = store.snapshot();
        List<RevisionView> services = now.latest().values().stream()
                .filter(revision -> revision.document() != null)
                .sorted(Comparator.comparing(Revision::service))
                .map(RevisionView::of)
                .toList();
        return new Listing(now.store(), now.revision(), services);
    }

    @GetMapping("/{service}")
    ResponseEntity<String> get(@PathVariable String service) {
        ServiceName name = ServiceName.of(service);
        Snapshot now = store.snapshot();
        Revision latest = now.of(name);
        if (latest == null || latest.document() == null) {
            throw Refusals.noRules(name, now.at(name));
        }
        return ResponseEntity.ok()
                .eTag(ETags.of(now.at(name)))
                .contentType(DocumentBody.type(latest.document()))
                .body(latest.document());
    }

    @PutMapping("/{service}")
    ResponseEntity<RevisionView> put(@PathVariable String service, HttpServletRequest request, InputStream body)
            throws IOException {
        ServiceName name = ServiceName.of(service);
        Write write = Write.of(request);
        return made(write, write.to(name, DocumentBody.read(request.getContentType(), body)));
    }

    @DeleteMapping("/{service}")
    ResponseEntity<RevisionView> delete(@PathVariable String service, HttpServletRequest request) {
        ServiceName name = ServiceName.of(service);
        Write write = Write.of(request);
        requireStored(name);
        return made(write, write.to(name, null));
    }

    @PostMapping("/{service}/rollback")
    ResponseEntity<RevisionView> rollback(
            @PathVariable String service,
            @RequestParam(required = false) @Nullable Long to,
            HttpServletRequest request) {
        ServiceName name = ServiceName.of(service);
        Write write = Write.of(request);
        requireStored(name);
        long number = to == null ? before(name, write.condition()) : to;
        Revision target = store.find(name, number);
        boolean none = target == null || target.origin() != Origin.PEOPLE;
        if (none && number != Revision.NONE) {
            throw Refusals.noRevision(name, number);
        }
        return made(write, write.back(name, target == null ? null : target.document(), number));
    }

    private void requireStored(ServiceName service) {
        Snapshot now = store.snapshot();
        if (now.of(service) == null) {
            throw Refusals.noRules(service, now.at(service));
        }
    }

    /** The revision before the one that the author has seen: so a rollback that is sent again is the same rollback. */
    private long before(ServiceName service, Precondition condition) {
        if (!(condition instanceof Precondition.At at)) {
            throw Refusals.of(
                    HttpStatus.BAD_REQUEST,
                    "a rollback that doesn't say of which revision (expected: If-Match with the ETag of the one to take"
                            + " back, or ?to=<the revision to go back to>)");
        }
        Revision earlier = store.before(service, Origin.PEOPLE, at.seen().revision());
        return earlier == null ? Revision.NONE : earlier.number();
    }

    private ResponseEntity<RevisionView> made(Write write, Change change) {
        Revision before = store.snapshot().of(change.service());
        Revision made = writer.make(change, write.condition());
        boolean created = change.document() != null && (before == null || before.document() == null);
        return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK)
                .eTag(ETags.of(store.held().position().at(made)))
                .body(RevisionView.made(made, StatusController.Ahead.of(watchers.ahead(store.held()))));
    }
}
