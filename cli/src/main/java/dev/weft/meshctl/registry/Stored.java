package dev.weft.meshctl.registry;

import org.jspecify.annotations.Nullable;

/**
 * A service's rules as they are stored.
 *
 * @param text or null if nothing is stored
 * @param revision at which this holds: of the latest change, or 0 if there never was one
 * @param tag by which a change says that it is made to this
 */
public record Stored(String service, @Nullable String text, long revision, String tag) {}
