package dev.weft.mesh.rules;

import dev.weft.mesh.balance.Hash;
import dev.weft.mesh.balance.Pool;
import dev.weft.mesh.model.CallRequest;

/**
 * What decides about a request's endpoint, so that equal requests go to the same one while it can take them.
 *
 * @param key by which; a request without it is balanced as if there were no affinity
 */
public record Affinity(RequestKey key) {

    /** Requests with the same value in this field stay together. */
    public Affinity(FieldMatch.Kind kind, String name) {
        this(new RequestKey.Field(kind, name));
    }

    /** The hash of the request's key, for {@link Pool#pick}; {@link Pool#NO_KEY} if it has none. */
    public int keyHash(CallRequest request) {
        String value = key.of(request);
        if (value == null) {
            return Pool.NO_KEY;
        }
        int hash = (int) (Hash.of(value) >>> 32);
        return hash == Pool.NO_KEY ? 1 : hash;
    }

    @Override
    public String toString() {
        return key.toString();
    }
}
