package dev.weft.registry.api;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.store.Change;
import dev.weft.registry.store.Revision;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.store.Snapshot;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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

    RulesController(RuleStore store, RuleWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    @GetMapping
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
        Revision latest = store.snapshot().of(name);
        if (latest == null || latest.document() == null) {
            throw Refusals.noRules(name, latest);
        }
        return ResponseEntity.ok()
                .eTag(ETags.of(latest))
                .lastModified(latest.time())
                .contentType(DocumentBody.type(latest.document()))
                .body(latest.document());
    }

    @PutMapping("/{service}")
    ResponseEntity<RevisionView> put(@PathVariable String service, HttpServletRequest request, InputStream body)
            throws IOException {
        ServiceName name = ServiceName.of(service);
        Write write = Write.of(request);
        return made(write, write.to(name, DocumentBody.read(body)));
    }

    @DeleteMapping("/{service}")
    ResponseEntity<RevisionView> delete(@PathVariable String service, HttpServletRequest request) {
        ServiceName name = ServiceName.of(service);
        Write write = Write.of(request);
        if (store.snapshot().of(name) == null) {
            throw Refusals.noRules(name, null);
        }
        return made(write, write.to(name, null));
    }

    @PostMapping("/{service}/rollback")
    ResponseEntity<RevisionView> rollback(
            @PathVariable String service,
            @RequestParam(required = false) @Nullable Long to,
            HttpServletRequest request) {
        ServiceName name = ServiceName.of(service);
        Write write = Write.of(request);
        Revision latest = store.snapshot().of(name);
        if (latest == null) {
            throw Refusals.noRules(name, null);
        }
        long number = to == null ? before(latest) : to;
        Revision target = store.find(name, number);
        if (target == null && number != Revision.NONE) {
            throw Refusals.noRevision(name, number);
        }
        return made(write, write.back(name, target == null ? null : target.document(), number));
    }

    private long before(Revision latest) {
        List<Revision> earlier = store.history(latest.service(), latest.number(), 1);
        return earlier.isEmpty() ? Revision.NONE : earlier.get(0).number();
    }

    private ResponseEntity<RevisionView> made(Write write, Change change) {
        Revision before = store.snapshot().of(change.service());
        Revision made = writer.make(change, write.condition());
        boolean created = change.document() != null && (before == null || before.document() == null);
        return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK)
                .eTag(ETags.of(made))
                .body(RevisionView.of(made));
    }
}
