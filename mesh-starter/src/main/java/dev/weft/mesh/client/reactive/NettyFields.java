package dev.weft.mesh.client.reactive;

import dev.weft.mesh.model.HeaderFields;
import io.netty.handler.codec.http.HttpHeaders;

/** The fields of a message of Netty's, as the rules change them. */
record NettyFields(HttpHeaders headers) implements HeaderFields {

    @Override
    public void set(String name, String value) {
        headers.set(name, value);
    }

    @Override
    public void add(String name, String value) {
        headers.add(name, value);
    }

    @Override
    public void remove(String name) {
        headers.remove(name);
    }
}
