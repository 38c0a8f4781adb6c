package dev.weft.mesh.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which property stopped the start, what it was and what is allowed. */
final class InvalidMeshPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidMeshPropertyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidMeshPropertyException cause) {
        return new FailureAnalysis(
                "The mesh can't use what is configured under '" + cause.property() + "':\n\n    " + cause.problem(),
                "Set '" + cause.property() + "' to what is expected, or leave it out to get the default.",
                cause);
    }
}
