package dev.weft.bench.tier;

import dev.weft.mesh.context.MeshHeaders;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.springframework.web.filter.OncePerRequestFilter;

/** Notes when the time is over that a request came with, whatever the mesh makes of it. */
final class Told extends OncePerRequestFilter {

    /** Attribute of a request that came with a time: when that is over, on the monotonic clock. */
    static final String END_NANOS = "tier.told-end-nanos";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String millis = request.getHeader(MeshHeaders.TIMEOUT);
        if (millis != null) {
            request.setAttribute(END_NANOS, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(millis)));
        }
        chain.doFilter(request, response);
    }
}
