package dev.weft.mesh.control;

import dev.weft.mesh.model.ServiceName;
import java.util.function.Consumer;

/** What an application says of the services that it will call, before it calls them. */
@FunctionalInterface
public interface DeclaredServices {

    /** Names them, now or later, and returns at once. */
    void name(Consumer<ServiceName> listener);
}
