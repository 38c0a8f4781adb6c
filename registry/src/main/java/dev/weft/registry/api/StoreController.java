package dev.weft.registry.api;

import dev.weft.registry.store.Adoption;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.store.StorePosition;
import dev.weft.registry.stream.RequestBodies;
import dev.weft.registry.stream.Watchers;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The store as a whole: what people do after it was restored from a backup, or replaced. */
@RestController
@RequestMapping("/mesh/v1/store/generation")
final class StoreController {

    /**
     * That somebody declares the store valid.
     *
     * @param comment why, or null
     * @param atLeast the lowest generation that the store may be of then: other peers may have heard of higher ones
     */
    record Reason(@Nullable String comment, long atLeast) {

        Reason {
            if (atLeast < 0 || atLeast > MOST) {
                throw new IllegalArgumentException("atLeast: " + atLeast + " (expected: from 0 to " + MOST + ")");
            }
        }
    }

    /** Who has ever declared the store valid, the latest first. */
    record Adoptions(List<Adoption> adoptions) {}

    private static final int MOST_BYTES = 64 << 10;

    /** As high as any generation that a client may name. */
    private static final long MOST = 1L << 40;

    private final RuleStore store;
    private final Watchers watchers;

    StoreController(RuleStore store, Watchers watchers) {
        this.store = store;
        this.watchers = watchers;
    }

    @GetMapping
    Adoptions adoptions() {
        return new Adoptions(store.adoptions());
    }

    /**
     * Declares what is stored valid, whatever clients know. It takes JSON only, which no form can send: so no page that
     * somebody visits can do it by the login that the browser remembers.
     */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    StatusController.Store adopt(HttpServletRequest request) throws IOException {
        String author = Write.author(request);
        Reason reason = RequestBodies.read(request.getInputStream(), Reason.class, MOST_BYTES);
        if (!watchers.settled()) {
            throw Refusals.settling(watchers.settlesIn());
        }
        StorePosition position = store.snapshot().position();
        long known = watchers.claims(position)
                .mapToLong(claim -> claim.position().generation())
                .max()
                .orElse(0);
        String comment = reason.comment == null ? "" : reason.comment;
        return StatusController.Store.at(store.adopt(Math.max(known, reason.atLeast - 1), author, comment));
    }
}
