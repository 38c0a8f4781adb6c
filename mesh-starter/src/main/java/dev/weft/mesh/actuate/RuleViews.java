package dev.weft.mesh.actuate;

import dev.weft.mesh.document.file.RuleFile;
import dev.weft.mesh.document.file.RuleWatch;
import dev.weft.mesh.engine.RuleWarnings;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.EffectiveRules;
import dev.weft.mesh.rules.RuleBook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the rules of this process, and where they come from. */
public final class RuleViews {

    private final RuleBook book;
    private final RuleWarnings warnings;
    private final RuleWatch watch;

    public RuleViews(RuleBook book, RuleWarnings warnings, RuleWatch watch) {
        this.book = book;
        this.warnings = warnings;
        this.watch = watch;
    }

    /** Every service for which something is written. */
    List<ServiceRulesView> services() {
        return book.services().stream().map(this::view).toList();
    }

    /** One of them, or null if nothing is written for it. */
    @Nullable
    ServiceRulesView service(String name) {
        return book.services().stream()
                .filter(service -> service.value().equalsIgnoreCase(name))
                .map(this::view)
                .findFirst()
                .orElse(null);
    }

    /** What is in force for a service, and where it comes from. */
    EffectiveRules effective(ServiceName service) {
        return book.effective(service.withoutPort());
    }

    private ServiceRulesView view(ServiceName service) {
        return ServiceRulesView.of(service, book, warnings.of(service));
    }

    SourcesView sources() {
        return new SourcesView(watch.files(), watch.troubles());
    }

    /**
     * Where rules come from beside the configuration.
     *
     * @param files in order: what a later one says is stronger
     * @param warnings locations that are not there or can't be read, for instance
     */
    public record SourcesView(List<RuleFile> files, List<String> warnings) {}
}
