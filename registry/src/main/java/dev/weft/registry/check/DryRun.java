package dev.weft.registry.check;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a document would change, were it stored.
 *
 * @param problems why it can't be; none if it can
 * @param requests what would become of the sample requests; none where there are problems
 */
public record DryRun(List<Problem> problems, List<Result> requests) {

    /**
     * What would become of one request.
     *
     * @param moves whether it would go elsewhere than today
     */
    public record Result(SampleRequest request, boolean moves, Whereabouts today, Whereabouts then) {}

    public DryRun {
        problems = List.copyOf(problems);
        requests = List.copyOf(requests);
    }

    /**
     * Tries a document.
     *
     * @param today what people have stored, or null
     * @param routes HTTPRoutes beside it, or null
     */
    public static DryRun of(
            DocumentReader reader,
            ServiceName service,
            @Nullable String today,
            @Nullable String routes,
            String document,
            List<SampleRequest> samples) {
        ServiceRules before =
                stored(reader, service, Layered.of(service, today, routes).text());
        try {
            ServiceRules alone = reader.read("the document", service, document);
            String both = Layered.of(service, document, routes).text();
            ServiceRules after = routes == null || both == null ? alone : reader.read("the document", service, both);
            return new DryRun(
                    List.of(),
                    samples.stream()
                            .map(sample -> result(sample, service, before, after))
                            .toList());
        } catch (RefusedDocumentException e) {
            return new DryRun(e.problems(), List.of());
        }
    }

    /** What is stored, or null where only a newer registry can read it. */
    private static @Nullable ServiceRules stored(DocumentReader reader, ServiceName service, @Nullable String today) {
        try {
            return today == null ? ServiceRules.defaults() : reader.read("what is stored", service, today);
        } catch (RefusedDocumentException e) {
            return null;
        }
    }

    private static Result result(
            SampleRequest sample, ServiceName service, @Nullable ServiceRules before, ServiceRules after) {
        Whereabouts today = before == null
                ? Whereabouts.UNKNOWN
                : Explanation.of(sample, service, before).goes();
        Whereabouts then = Explanation.of(sample, service, after).goes();
        return new Result(sample, then.differsFrom(today), today, then);
    }
}
