package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.extend.OutcomeClassifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A classifier of the application that is taken to say nothing where it throws. */
final class SafeOutcomeClassifier implements OutcomeClassifier {

    private final OutcomeClassifier bean;
    private final Extension extension;

    SafeOutcomeClassifier(OutcomeClassifier bean) {
        this.bean = bean;
        this.extension = new Extension(bean);
    }

    @Override
    public @Nullable Verdict classify(Result result) {
        return extension
                .ask(() -> Optional.ofNullable(bean.classify(result)), Optional.<Verdict>empty())
                .orElse(null);
    }
}
