package dev.weft.mesh.server;

import dev.weft.mesh.context.MeshContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.function.BooleanSupplier;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** Notes the signed-in user of a request for the calls that are made for it, on servlet containers. */
public final class IdentityServletFilter extends OncePerRequestFilter implements Ordered {

    private final BooleanSupplier wanted;

    /** @param wanted whether any rule goes by it: to ask for the user may cost a look at the session's store */
    public IdentityServletFilter(BooleanSupplier wanted) {
        this.wanted = wanted;
    }

    /** Behind whatever signs users in. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        MeshContext context = MeshContext.current();
        if (context != null && wanted.getAsBoolean()) {
            note(request, context);
        }
        chain.doFilter(request, response);
    }

    private void note(HttpServletRequest request, MeshContext context) {
        try {
            Principal user = request.getUserPrincipal();
            if (user != null && SignedIn.isUser(user)) {
                context.identify(user.getName());
            }
        } catch (RuntimeException e) {
            // Whoever needs the user will meet the same error.
            logger.debug("nobody can say who is signed in", e);
        }
    }
}
