package dev.weft.mesh.control;

import dev.weft.mesh.model.ServiceName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of the store's rules, each thing once. Confined to one thread. */
final class StoreLog {

    private static final Logger log = LoggerFactory.getLogger(StoreRules.class);

    private final Map<ServiceName, String> refused = new HashMap<>();
    private final Map<ServiceName, List<Withheld>> withheld = new HashMap<>();
    private final Map<ServiceName, StoreVersion> strange = new HashMap<>();
    private final Set<String> warned = new HashSet<>();

    /**
     * Rules were taken.
     *
     * @param refusal why they are not in force, or null if they are
     * @param before what was in force, or null if nothing was
     */
    void taken(ServiceName service, StoreRules.Kept kept, @Nullable String refusal, @Nullable StoreVersion before) {
        strange.remove(service);
        if (strange.isEmpty()) {
            warned.clear();
        }
        if (refusal != null) {
            if (!refusal.equals(refused.put(service, refusal))) {
                log.error("Rules refused; what was good before stays in force: {}: {}", service, refusal);
            }
            return;
        }
        refused.remove(service);
        if (!kept.version().equals(before) && (before != null || kept.document() != null)) {
            log.info(
                    kept.document() == null
                            ? "Of {} the registry has no rules any more, at {}"
                            : "Rules of {} are in force as they are in the registry, at {}",
                    service,
                    kept.version());
        }
        if (!kept.withheld().equals(withheld.put(service, kept.withheld()))
                && !kept.withheld().isEmpty()) {
            log.warn(
                    "The registry keeps parts of the rules of {} back, since this version of the mesh's starter doesn't"
                            + " know all that is in them: {}",
                    service,
                    kept.withheld());
        }
    }

    /** Rules came from a store that is older than what is in force, or another one. */
    void strange(ServiceName service, StoreVersion said) {
        strange.put(service, said);
    }

    /**
     * Warns of such a store, once, unless rules were taken since: a peer may only be about to read what others have read.
     *
     * @param known what is in force
     */
    void warnIfStrange(ServiceName service, StoreVersion said, @Nullable StoreVersion known) {
        if (said.equals(strange.get(service)) && warned.add(said.id() + "/" + said.generation())) {
            log.warn(
                    "The registry's store is not the one that this service knows, or an older state or another history of it:"
                            + " of {} it has"
                            + " {}, and in force is {}. Nothing of it is obeyed. If it was restored or replaced on purpose,"
                            + " declare it valid: meshctl adopt",
                    service,
                    said,
                    known);
        }
    }
}
