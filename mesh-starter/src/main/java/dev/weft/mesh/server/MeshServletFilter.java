package dev.weft.mesh.server;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.context.MeshHeaders;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Serves requests as a member of the mesh, on servlet containers. It takes part in every dispatch of a request, since
 * each may come on another thread; the request ends when its last one does. An error that the application leaves
 * unhandled ends here if it is the mesh's own.
 */
public final class MeshServletFilter extends OncePerRequestFilter implements Ordered {

    /** After Spring's own observation, so that what is logged from here on is part of the trace. */
    public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    private static final Logger log = LoggerFactory.getLogger(MeshServletFilter.class);

    private final InboundRequests requests;

    public MeshServletFilter(InboundRequests requests) {
        this.requests = requests;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        InboundRequest inbound = inbound(request);
        if (inbound == null) {
            chain.doFilter(request, response);
            return;
        }
        MeshServletResponse answer = new MeshServletResponse(request, response, inbound);
        boolean returned = false;
        try (MeshContext.Scope scope = inbound.context().open()) {
            serve(inbound, request, answer, chain);
            returned = true;
        } finally {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new WhenComplete(inbound, response));
            } else {
                int status = returned ? answer.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
                answer.announce(status);
                inbound.end(status, System.nanoTime());
            }
        }
    }

    private @Nullable InboundRequest inbound(HttpServletRequest request) {
        long nanos = System.nanoTime();
        long cameNanos = QueuedTask.takeQueuedNanos(nanos);
        if (request.getAttribute(InboundRequest.ATTRIBUTE) instanceof InboundRequest begun) {
            return begun;
        }
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (request.getDispatcherType() != DispatcherType.REQUEST || !requests.concerns(path)) {
            return null;
        }
        InboundRequest inbound = requests.begin(request::getHeader, cameNanos, nanos);
        request.setAttribute(InboundRequest.ATTRIBUTE, inbound);
        return inbound;
    }

    private static void serve(
            InboundRequest inbound, HttpServletRequest request, HttpServletResponse answer, FilterChain chain)
            throws ServletException, IOException {
        Problem refusal = request.getDispatcherType() == DispatcherType.REQUEST ? inbound.refusal() : null;
        if (refusal != null) {
            write(refusal, answer);
            return;
        }
        try {
            chain.doFilter(request, answer);
        } catch (ServletException | IOException | RuntimeException e) {
            Problem problem = Problem.of(e);
            if (problem == null || answer.isCommitted()) {
                throw e;
            }
            // Not just its context: that would not reach the span here.
            Observation observed = ObservationThreadLocalAccessor.getInstance().getValue();
            if (observed != null) {
                observed.error(e);
            }
            log.warn("Answered {}: {}", problem.status(), problem.reason());
            write(problem, answer);
        }
    }

    static void write(Problem problem, HttpServletResponse answer) throws IOException {
        byte[] body = problem.json();
        answer.resetBuffer();
        answer.setStatus(problem.status());
        answer.setHeader(MeshHeaders.REASON, problem.reason());
        answer.setContentType(Problem.MEDIA_TYPE);
        answer.setContentLength(body.length);
        answer.getOutputStream().write(body);
    }

    /** Ends a request that goes on without a thread, unless a later dispatch does. */
    private record WhenComplete(InboundRequest inbound, HttpServletResponse response) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            inbound.end(response.getStatus(), System.nanoTime());
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}
    }
}
