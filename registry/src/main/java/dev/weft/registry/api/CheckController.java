package dev.weft.registry.api;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.registry.check.DocumentReader;
import dev.weft.registry.check.DryRun;
import dev.weft.registry.check.Explanation;
import dev.weft.registry.check.Layered;
import dev.weft.registry.check.Problem;
import dev.weft.registry.check.SampleRequest;
import dev.weft.registry.store.Revision;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.store.Snapshot;
import dev.weft.registry.stream.RequestBodies;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What rules mean for requests, asked of the rules themselves: nothing is sent, and nothing is stored. */
@RestController
@RequestMapping(
        path = "/mesh/v1/rules/{service}",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
final class CheckController {

    private static final int MOST = 1_000;

    /** A document of the longest kind, as JSON has it at worst, and the requests. */
    private static final int MOST_BYTES = 8 << 20;

    /** A document to try, and what to try it on. */
    record Trial(@Nullable String document, @Nullable List<SampleRequest> requests) {}

    /**
     * What a document would change.
     *
     * @param diff from what is stored; empty if it is the same, or can't be stored
     */
    record Tried(List<Problem> problems, List<DryRun.Result> requests, String diff) {}

    /** What is stored, and where a request goes by it. */
    record Explained(String service, long revision, Explanation explanation) {}

    private final RuleStore store;
    private final DocumentReader reader;

    CheckController(RuleStore store, DocumentReader reader) {
        this.store = store;
        this.reader = reader;
    }

    @PostMapping("/dry-run")
    Tried dryRun(@PathVariable String service, InputStream body) throws IOException {
        ServiceName name = ServiceName.of(service);
        Trial trial = RequestBodies.read(body, Trial.class, MOST_BYTES);
        if (trial.document == null) {
            throw new IllegalArgumentException("no document (expected: the rules to try, as text)");
        }
        DocumentBody.check(trial.document);
        List<SampleRequest> requests = trial.requests == null ? List.of() : trial.requests;
        if (requests.size() > MOST) {
            throw new IllegalArgumentException(requests.size() + " requests (expected: at most " + MOST + ")");
        }
        if (requests.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    "requests: null in it (expected: requests, each as {\"url\": \"/pet/123\"})");
        }
        Snapshot now = store.snapshot();
        Revision latest = now.of(name);
        DryRun run = DryRun.of(reader, name, document(latest), document(now.routesOf(name)), trial.document, requests);
        String diff = run.problems().isEmpty() ? Differences.between(latest, trial.document) : "";
        return new Tried(run.problems(), run.requests(), diff);
    }

    @PostMapping("/explain")
    Explained explain(@PathVariable String service, InputStream body) throws IOException {
        ServiceName name = ServiceName.of(service);
        SampleRequest request = RequestBodies.read(body, SampleRequest.class, MOST_BYTES);
        Snapshot now = store.snapshot();
        String document = Layered.of(name, document(now.of(name)), document(now.routesOf(name)))
                .text();
        ServiceRules rules = document == null ? ServiceRules.defaults() : reader.read("what is stored", name, document);
        return new Explained(name.value(), now.lastAt(name).revision(), Explanation.of(request, name, rules));
    }

    private static @Nullable String document(@Nullable Revision latest) {
        return latest == null ? null : latest.document();
    }
}
