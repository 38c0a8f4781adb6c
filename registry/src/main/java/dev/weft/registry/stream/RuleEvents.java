package dev.weft.registry.stream;

import dev.weft.mesh.document.InvalidDocumentException;
import dev.weft.mesh.document.RuleParts;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Part;
import dev.weft.registry.check.Layered;
import dev.weft.registry.store.Revision;
import dev.weft.registry.store.Snapshot;
import dev.weft.registry.store.StorePosition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is stored for a service at one moment as events, the most common made once for all who get the same. Thread-safe. */
final class RuleEvents {

    /** Clients of so many kinds there are at a time, if they are honest. */
    private static final int MOST_KEPT = 16;

    private final ServiceName service;
    private final StorePosition position;
    private final @Nullable String document;
    private final @Nullable RuleParts parts;
    private final Map<Variant, byte[]> events = new ConcurrentHashMap<>();

    /** What those who get the same have in common. */
    private record Variant(List<Withheld> withheld, boolean follows) {}

    private RuleEvents(ServiceName service, StorePosition position, @Nullable String document) {
        this.service = service;
        this.position = position;
        this.document = document;
        this.parts = document == null ? null : parts(service, document);
    }

    static RuleEvents of(ServiceName service, Snapshot store) {
        String document = Layered.of(service, text(store.of(service)), text(store.routesOf(service)))
                .text();
        return new RuleEvents(service, store.lastAt(service), document);
    }

    private static @Nullable String text(@Nullable Revision revision) {
        return revision == null ? null : revision.document();
    }

    /** What this registry can't read, a newer peer has stored: it goes out as it is, and clients judge by themselves. */
    private static @Nullable RuleParts parts(ServiceName service, String document) {
        try {
            return RuleParts.read("what is stored", service, document);
        } catch (InvalidDocumentException e) {
            return null;
        }
    }

    /** Where the store was when this service's rules last changed, whoever said so. */
    StorePosition position() {
        return position;
    }

    /** The parts that a client is not sent. */
    List<Withheld> withheld(Features features) {
        List<Withheld> withheld = new ArrayList<>();
        if (parts != null) {
            parts.keys().forEach((part, keys) -> {
                List<String> needs =
                        keys.stream().filter(key -> !features.contain(key)).toList();
                if (!needs.isEmpty()) {
                    withheld.add(new Withheld(part.words(), needs));
                }
            });
        }
        return withheld;
    }

    /** @param follows whether the client may go on by this store, as far as the registry can tell */
    byte[] event(List<Withheld> withheld, boolean follows) {
        Variant variant = new Variant(withheld, follows);
        byte[] kept = events.get(variant);
        if (kept != null) {
            return kept;
        }
        return events.size() < MOST_KEPT ? events.computeIfAbsent(variant, this::encode) : encode(variant);
    }

    private byte[] encode(Variant variant) {
        return Events.encode(
                "rules",
                new Wire.Rules(
                        service.value(),
                        Wire.Store.of(position),
                        position.revision(),
                        position.stamp(),
                        variant.follows,
                        text(variant.withheld),
                        variant.withheld));
    }

    private @Nullable String text(List<Withheld> withheld) {
        if (parts == null || withheld.isEmpty()) {
            return document;
        }
        Set<Part> left = EnumSet.noneOf(Part.class);
        for (Part part : parts.keys().keySet()) {
            if (withheld.stream().anyMatch(its -> its.part().equals(part.words()))) {
                left.add(part);
            }
        }
        return parts.without(left);
    }
}
