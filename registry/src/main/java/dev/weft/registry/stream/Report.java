package dev.weft.registry.stream;

import dev.weft.mesh.model.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * What a client has made of the rules that it was sent.
 *
 * @param service whose rules
 * @param revision of the rules
 * @param stamp of that revision, or 0 if none is known
 * @param applied whether they are in force
 * @param reason why not, in words fit to be shown
 */
record Report(
        String service,
        long revision,
        long stamp,
        boolean applied,
        @Nullable String reason) {

    private static final int LONGEST = 1_000;

    Report {
        ServiceName.of(Wanted.text("reports.service", service));
        reason = reason == null ? null : Wanted.shown(reason, LONGEST);
    }
}
