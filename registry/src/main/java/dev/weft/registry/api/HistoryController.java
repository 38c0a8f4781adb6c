package dev.weft.registry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.store.Entry;
import dev.weft.registry.store.Revision;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.store.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What has ever been stored. */
@RestController
@RequestMapping("/mesh/v1")
final class HistoryController {

    /**
     * A part of the history, the latest revision first.
     *
     * @param before what to ask for next, or null at the end
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<RevisionView> revisions, @Nullable Long before) {}

    private static final int MOST = 500;
    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=UTF-8");

    private final RuleStore store;

    HistoryController(RuleStore store) {
        this.store = store;
    }

    @GetMapping(path = "/history", produces = MediaType.APPLICATION_JSON_VALUE)
    Page everything(
            @RequestParam(required = false) @Nullable String origin,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "50") int limit) {
        return page(null, origin, before, limit);
    }

    @GetMapping(path = "/rules/{service}/history", produces = MediaType.APPLICATION_JSON_VALUE)
    Page history(
            @PathVariable String service,
            @RequestParam(required = false) @Nullable String origin,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "50") int limit) {
        return page(ServiceName.of(service), origin, before, limit);
    }

    private Page page(@Nullable ServiceName service, @Nullable String origin, @Nullable Long before, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to " + MOST + ")");
        }
        List<Entry> found = store.history(
                service, RevisionView.origin(origin), before == null ? Long.MAX_VALUE : before, limit + 1);
        List<Entry> shown = found.subList(0, Math.min(limit, found.size()));
        return new Page(
                shown.stream().map(RevisionView::of).toList(),
                found.size() > limit ? shown.get(limit - 1).number() : null);
    }

    @GetMapping(path = "/rules/{service}/revisions/{number}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<RevisionView> revision(@PathVariable String service, @PathVariable long number) {
        Revision revision = find(ServiceName.of(service), number);
        return ResponseEntity.ok()
                .eTag(ETags.of(store.held().position().at(revision)))
                .body(RevisionView.with(
                        revision, revision.document(), Differences.between(before(revision), revision)));
    }

    /** From one revision to another; without numbers, what the latest one has changed. */
    @GetMapping("/rules/{service}/diff")
    ResponseEntity<String> diff(
            @PathVariable String service,
            @RequestParam(required = false) @Nullable Long from,
            @RequestParam(required = false) @Nullable Long to) {
        ServiceName name = ServiceName.of(service);
        Revision newer = to == null ? latest(name) : findOrNone(name, to);
        Revision older = from != null ? findOrNone(name, from) : newer == null ? null : before(newer);
        return ResponseEntity.ok().contentType(TEXT).body(Differences.between(older, newer));
    }

    private @Nullable Revision before(Revision revision) {
        return store.before(revision.service(), revision.origin(), revision.number());
    }

    private Revision latest(ServiceName service) {
        Snapshot now = store.snapshot();
        Revision latest = now.of(service);
        if (latest == null) {
            throw Refusals.noRules(service, now.at(service));
        }
        return latest;
    }

    private Revision find(ServiceName service, long number) {
        Revision revision = store.find(service, number);
        if (revision == null) {
            throw Refusals.noRevision(service, number);
        }
        return revision;
    }

    private @Nullable Revision findOrNone(ServiceName service, long number) {
        return number == Revision.NONE ? null : find(service, number);
    }
}
