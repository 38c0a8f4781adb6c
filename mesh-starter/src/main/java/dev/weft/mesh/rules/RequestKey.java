package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import org.jspecify.annotations.Nullable;

/** A value that requests have, and by which equal ones stay together. */
public sealed interface RequestKey permits RequestKey.Field, RequestKey.Identity {

    /** The request's value, or null if it has none. An empty one is none. */
    @Nullable
    String of(CallRequest request);

    /**
     * What stands in a field of the request.
     *
     * @param kind in a header, a cookie or the query
     * @param name of the field
     */
    record Field(FieldMatch.Kind kind, String name) implements RequestKey {

        public Field {
            if (name.isBlank()) {
                throw new IllegalArgumentException("by a " + kind.words() + " without a name");
            }
        }

        @Override
        public @Nullable String of(CallRequest request) {
            return present(RequestFields.first(request, kind, name));
        }

        @Override
        public String toString() {
            return kind.words() + " " + name;
        }
    }

    /** Who the request is made for. */
    record Identity() implements RequestKey {

        @Override
        public @Nullable String of(CallRequest request) {
            return present(request.identity());
        }

        @Override
        public String toString() {
            return "identity";
        }
    }

    private static @Nullable String present(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }
}
