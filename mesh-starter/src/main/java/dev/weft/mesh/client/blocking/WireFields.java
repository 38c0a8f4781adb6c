package dev.weft.mesh.client.blocking;

import dev.weft.mesh.model.HeaderFields;
import org.apache.hc.core5.http.HttpMessage;

/** The fields of a message on the wire, as the rules change them. */
record WireFields(HttpMessage message) implements HeaderFields {

    @Override
    public void set(String name, String value) {
        message.setHeader(name, value);
    }

    @Override
    public void add(String name, String value) {
        message.addHeader(name, value);
    }

    @Override
    public void remove(String name) {
        message.removeHeaders(name);
    }
}
