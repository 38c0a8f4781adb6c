package dev.weft.mesh.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A request from outside the mesh, without the fields that only the mesh itself may set. */
final class EdgeServletRequest extends HttpServletRequestWrapper {

    private final Predicate<String> isForeign;

    EdgeServletRequest(HttpServletRequest request, Predicate<String> isForeign) {
        super(request);
        this.isForeign = isForeign;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isForeign.test(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isForeign.test(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames());
        names.removeIf(isForeign);
        return Collections.enumeration(names);
    }

    @Override
    public int getIntHeader(String name) {
        return isForeign.test(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
        return isForeign.test(name) ? -1 : super.getDateHeader(name);
    }
}
