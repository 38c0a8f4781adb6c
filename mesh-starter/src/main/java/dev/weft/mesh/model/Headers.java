package dev.weft.mesh.model;

import org.jspecify.annotations.Nullable;

/** A message's header fields, as the core reads them: a view on whatever the transport holds them in. */
@FunctionalInterface
public interface Headers {

    /** No header at all. */
    Headers NONE = name -> null;

    /** The first value of the field, or null. Names are case-insensitive. */
    @Nullable
    String first(String name);
}
