package dev.weft.mesh.server;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses, just before work begins, a request whose time is over since filters have had it, on Spring MVC. */
public final class LateInterceptor implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        // What goes on on another thread, or writes of an error, has been begun.
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || !(request.getAttribute(InboundRequest.ATTRIBUTE) instanceof InboundRequest inbound)) {
            return true;
        }
        Problem refusal = inbound.refusal(System.nanoTime());
        if (refusal == null) {
            return true;
        }
        MeshServletFilter.write(refusal, response);
        return false;
    }
}
