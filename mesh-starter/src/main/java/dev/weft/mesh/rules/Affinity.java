package dev.weft.mesh.rules;

import dev.weft.mesh.balance.Hash;
import dev.weft.mesh.balance.Pool;
import dev.weft.mesh.model.CallRequest;

/**
 * What decides about a request's endpoint, so that equal requests go to the same one while it can take them.
 *
 * @param kind where the key stands: in a header, a cookie or the query
 * @param name of it; a request without it, or with an empty one, is balanced as if there were no affinity
 */
public record Affinity(FieldMatch.Kind kind, String name) {

    public Affinity {
        if (name.isBlank()) {
            throw new IllegalArgumentException("affinity by a " + kind.words() + " without a name");
        }
    }

    /** The hash of the request's key, for {@link Pool#pick}; {@link Pool#NO_KEY} if it has none. */
    public int keyHash(CallRequest request) {
        String value = RequestFields.first(request, kind, name);
        if (value == null || value.isEmpty()) {
            return Pool.NO_KEY;
        }
        int hash = (int) (Hash.of(value) >>> 32);
        return hash == Pool.NO_KEY ? 1 : hash;
    }

    @Override
    public String toString() {
        return kind.words() + " " + name;
    }
}
