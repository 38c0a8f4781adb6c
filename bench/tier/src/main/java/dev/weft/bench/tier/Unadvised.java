package dev.weft.bench.tier;

import dev.weft.mesh.context.MeshHeaders;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Keeps from callers that what failed below is not worth another try. */
final class Unadvised extends OncePerRequestFilter {

    /** What fails is answered by another dispatch. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, new HttpServletResponseWrapper(response) {

            @Override
            public void setHeader(String name, String value) {
                if (!name.equalsIgnoreCase(MeshHeaders.RETRY)) {
                    super.setHeader(name, value);
                }
            }

            @Override
            public void addHeader(String name, String value) {
                if (!name.equalsIgnoreCase(MeshHeaders.RETRY)) {
                    super.addHeader(name, value);
                }
            }
        });
    }
}
