package dev.weft.mesh.server;

import dev.weft.mesh.context.MeshHeaders;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * Sets the mesh's fields of the answer at the last moment before it can be on its way: what they say is known only once
 * the request has been served.
 */
final class MeshServletResponse extends HttpServletResponseWrapper {

    private final InboundRequest inbound;
    private final boolean isHttp1;

    MeshServletResponse(HttpServletRequest request, HttpServletResponse response, InboundRequest inbound) {
        super(response);
        this.inbound = inbound;
        this.isHttp1 = request.getProtocol().startsWith("HTTP/1");
    }

    /** Sets the fields for an answer of this status, unless it has left. */
    void announce(int status) {
        if (!isCommitted()) {
            inbound.answer(status, this::set);
        }
    }

    private void set(String name, String value) {
        // HTTP/2 has no such field: its connections end by GOAWAY.
        if (isHttp1 || !name.equals("Connection")) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void setHeader(String name, String value) {
        if (isTheApplications(name)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (isTheApplications(name)) {
            super.addHeader(name, value);
        }
    }

    /** Relayed from an answer of another instance, it does not speak for this one, and servlets can't remove it later. */
    private static boolean isTheApplications(String name) {
        return !MeshHeaders.LEAVING.equalsIgnoreCase(name);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        announce(getStatus());
        return super.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        announce(getStatus());
        return super.getWriter();
    }

    @Override
    public void flushBuffer() throws IOException {
        announce(getStatus());
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        announce(status);
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        announce(status);
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        announce(SC_FOUND);
        super.sendRedirect(location);
    }
}
