package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one named value of a request.
 *
 * @param kind where the value stands
 * @param name of the header (in any case), cookie or query parameter
 * @param value what it must be; of several values the first counts
 */
public record FieldMatch(Kind kind, String name, ValueMatch value) {

    /** Where a named value stands in a request. */
    public enum Kind {
        HEADER,
        COOKIE,
        QUERY;

        /** The kind as it is written in messages. */
        public String words() {
            return switch (this) {
                case HEADER -> "header";
                case COOKIE -> "cookie";
                case QUERY -> "query parameter";
            };
        }
    }

    public FieldMatch {
        if (name.isBlank()) {
            throw new IllegalArgumentException(kind.words() + " without a name");
        }
        if (kind == Kind.HEADER) {
            HttpText.checkName(name);
        }
    }

    /** The first value of the name in the request, or null. */
    @Nullable
    String first(CallRequest request) {
        return RequestFields.first(request, kind, name);
    }

    /** What the request has there, in words. */
    String found(CallRequest request) {
        String value = first(request);
        return value == null ? "the request has none" : "the request's is \"" + value + "\"";
    }

    /** In words for people. What a header or a cookie must be may be secret, so that only its name is told. */
    @Override
    public String toString() {
        return kind.words() + " " + name + (kind == Kind.QUERY ? " = " + value : "");
    }
}
