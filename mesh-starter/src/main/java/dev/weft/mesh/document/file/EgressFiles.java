package dev.weft.mesh.document.file;

import dev.weft.mesh.security.EgressDocument;
import dev.weft.mesh.security.EgressPolicy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts in force the egress policy that files say, or the application's where none says any. A policy is one part: of two
 * only one counts, since a list that goes with one mode may say the contrary of what was meant with another.
 * Confined to one thread.
 */
public final class EgressFiles {

    private final EgressDocument application;
    private final Consumer<EgressDocument> target;
    private EgressDocument inForce;

    /**
     * @param application what is in force now
     * @param target told of whatever else is
     */
    public EgressFiles(EgressDocument application, Consumer<EgressDocument> target) {
        this.application = application;
        this.target = target;
        this.inForce = application;
    }

    /** What holds where a file says none. */
    EgressPolicy.Mode mode() {
        return application.policy().mode();
    }

    EgressDocument inForce() {
        return inForce;
    }

    /** Takes what the strongest file says, or null if none says anything. */
    void put(@Nullable EgressDocument strongest) {
        EgressDocument next = strongest == null ? application : strongest;
        if (!next.equals(inForce)) {
            target.accept(next);
            inForce = next;
        }
    }
}
