package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.extend.OutcomeClassifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several classifiers: the first that has something to say is heard. */
record OutcomeClassifiers(List<OutcomeClassifier> classifiers) implements OutcomeClassifier {

    @Override
    public @Nullable Verdict classify(Result result) {
        for (OutcomeClassifier classifier : classifiers) {
            Verdict verdict = classifier.classify(result);
            if (verdict != null) {
                return verdict;
            }
        }
        return null;
    }
}
