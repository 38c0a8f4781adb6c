package dev.weft.mesh.control;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.weft.mesh.directory.KeptFile;
import dev.weft.mesh.document.StoredRules;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Layer;
import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.rules.RuleDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of the registry's store, as the strongest layer of the rule book. What can't be used, or comes from a store that
 * is older than the one known, leaves in force what was good before. They are kept on the disk, for a start without any
 * registry. Taken on one thread at a time; any may ask for {@link #standings}.
 */
public final class StoreRules {

    private static final Logger log = LoggerFactory.getLogger(StoreRules.class);

    private static final TypeReference<Map<String, Kept>> SHAPE = new TypeReference<>() {};

    private final RuleBook book;
    private final KeptFile<Map<String, Kept>> disk;
    private final StoreLog told = new StoreLog();
    private final Map<ServiceName, State> states = new ConcurrentHashMap<>();
    private volatile Consumer<ServiceName> whenKnown = service -> {};

    /**
     * What the store says of a service, as it is kept.
     *
     * @param document the text, or null if nothing is stored
     * @param withheld parts that the text lacks
     */
    record Kept(StoreVersion version, @Nullable String document, List<Withheld> withheld) {

        Kept {
            Objects.requireNonNull(version, "version");
            withheld = List.copyOf(withheld);
        }
    }

    /** Rules that are not in force, and why. */
    public record Refusal(StoreVersion version, String reason) {}

    /** What is in force of a service, and what was refused since. */
    private record State(
            @Nullable Kept kept,
            List<RuleDocument> documents,
            @Nullable Refusal refused) {

        private static final State UNKNOWN = new State(null, List.of(), null);

        private @Nullable StoreVersion version() {
            return kept == null ? null : kept.version;
        }
    }

    /**
     * Of one service, what the store says and what became of it.
     *
     * @param applied what is in force, or null if nothing ever was
     * @param withheld parts that the registry keeps from this client
     * @param refused what came since and is not in force, or null
     */
    public record Standing(
            @Nullable StoreVersion applied,
            List<Withheld> withheld,
            @Nullable Refusal refused) {}

    /**
     * @param file keeps over a restart what is in force, or null to keep nothing
     * @param writer runs one task at a time; nobody waits for it
     */
    public StoreRules(RuleBook book, @Nullable Path file, Executor writer) {
        this.book = book;
        this.disk = new KeptFile<>("last known rules", SHAPE, file, writer);
    }

    /** Puts in force what the store said in an earlier life of this process. */
    public void restore() {
        Map<String, Kept> kept = disk.read();
        if (kept == null) {
            return;
        }
        kept.forEach((name, its) -> {
            String refusal = ServiceName.isValid(name) ? put(ServiceName.of(name), its) : "no name of a service";
            if (refusal != null) {
                log.warn("The last known rules of {} can't be used and are ignored: {}", name, refusal);
            }
        });
    }

    /** Hears, for the first time or again, of services whose rules the store has spoken about. */
    void whenKnown(Consumer<ServiceName> listener) {
        whenKnown = listener;
        states.keySet().forEach(listener);
    }

    /** Takes what the store says, and reports what has become of it. */
    Outgoing.Report take(Incoming.Rules said) {
        ServiceName service = said.service();
        State before = states.getOrDefault(service, State.UNKNOWN);
        StoreVersion known = before.version();
        String refusal;
        if (known != null && !known.allows(said.version(), said.follows())) {
            refusal = said.version() + " does not follow what is in force, " + known;
            told.strange(service, said.version());
        } else {
            Kept kept = new Kept(said.version(), said.document(), said.withheld());
            refusal = put(service, kept);
            told.taken(service, kept, refusal, known);
        }
        if (refusal == null) {
            remember();
        } else {
            states.put(service, new State(before.kept, before.documents, new Refusal(said.version(), refusal)));
        }
        whenKnown.accept(service);
        return Outgoing.Report.of(service.value(), said.version(), refusal);
    }

    /** Warns if nothing was taken since this came and was not obeyed. On the thread that takes. */
    void warnIfStrange(Incoming.Rules said) {
        told.warnIfStrange(said.service(), said.version(), version(said.service()));
    }

    /** Puts rules in force, or says why they can't be. */
    private @Nullable String put(ServiceName service, Kept kept) {
        List<RuleDocument> documents;
        try {
            documents = documents(service, kept);
        } catch (RuntimeException e) {
            // Whatever a text brings about, the stream goes on with the other services.
            return e.getMessage() != null ? e.getMessage() : e.toString();
        }
        List<RuleDocument> before = states.getOrDefault(service, State.UNKNOWN).documents;
        put(service, documents);
        String problem = book.problem(Layer.STORE, service);
        if (problem != null) {
            put(service, before);
            return problem;
        }
        states.put(service, new State(kept, documents, null));
        return null;
    }

    private void put(ServiceName service, List<RuleDocument> documents) {
        try {
            book.put(Layer.STORE, service, documents);
        } catch (RuntimeException e) {
            // A listener's, who comes when the rules are in force.
            log.error("A listener failed on the rules of {}, which are in force all the same.", service, e);
        }
    }

    private List<RuleDocument> documents(ServiceName service, Kept kept) {
        if (kept.document == null) {
            return List.of();
        }
        StoredRules stored = StoredRules.read(
                "revision " + kept.version.revision(),
                service,
                kept.document,
                book.defaults().rules(),
                book.conditions());
        if (!stored.problems().isEmpty()) {
            throw stored.problems().get(0);
        }
        return stored.documents();
    }

    private void remember() {
        Map<String, Kept> kept = new TreeMap<>();
        states.forEach((service, state) -> {
            if (state.kept != null) {
                kept.put(service.value(), state.kept);
            }
        });
        disk.write(kept);
    }

    /** What the store has said last that was taken, or null if nothing was. */
    @Nullable
    StoreVersion version(ServiceName service) {
        return states.getOrDefault(service, State.UNKNOWN).version();
    }

    /** Whether parts are missing, which a registry may not withhold any more. */
    boolean isIncomplete(ServiceName service) {
        Kept kept = states.getOrDefault(service, State.UNKNOWN).kept;
        return kept != null && !kept.withheld.isEmpty();
    }

    /** The revision of a service's rules that is in force; 0 if nothing is stored, or known. */
    public long revision(ServiceName service) {
        StoreVersion version = states.getOrDefault(service, State.UNKNOWN).version();
        return version == null ? 0 : version.revision();
    }

    /** Of every service about whose rules the store has spoken. */
    public Map<ServiceName, Standing> standings() {
        Map<ServiceName, Standing> standings = new TreeMap<>();
        states.forEach((service, state) -> standings.put(
                service,
                new Standing(state.version(), state.kept == null ? List.of() : state.kept.withheld, state.refused)));
        return standings;
    }
}
