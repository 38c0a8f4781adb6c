package dev.weft.mesh.server;

import org.springframework.boot.WebApplicationType;

class ReactiveServerTests extends ServerContract {

    ReactiveServerTests() {
        super(WebApplicationType.REACTIVE);
    }
}
