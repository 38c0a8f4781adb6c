package dev.weft.mesh.context;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer's context propagation carry the {@link MeshContext} over to other threads and through Reactor. Found by
 * {@code ServiceLoader}.
 */
public final class MeshContextAccessor implements ThreadLocalAccessor<MeshContext> {

    @Override
    public Object key() {
        return MeshContext.KEY;
    }

    @Override
    public @Nullable MeshContext getValue() {
        return MeshContext.current();
    }

    @Override
    public void setValue(MeshContext context) {
        MeshContext.set(context);
    }

    @Override
    public void setValue() {
        MeshContext.set(null);
    }
}
