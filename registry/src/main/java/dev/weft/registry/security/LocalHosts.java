package dev.weft.registry.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.HttpStatusRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * The names of this machine, where it alone is let in without a password: under any other, a browser on it speaks for a page
 * whose owner has made the page's own name one of 127.0.0.1 (DNS rebinding).
 *
 * @param all whether every name will do
 * @param hostname what the registry is told to be called
 */
record LocalHosts(boolean all, String hostname) implements RequestRejectedHandler {

    private static final Pattern LOOPBACK =
            Pattern.compile("(.+\\.)?localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

    private static final RequestRejectedHandler OTHERWISE = new HttpStatusRequestRejectedHandler();

    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHostnames(this::include);
        return firewall;
    }

    private boolean include(String host) {
        return all
                || host.equalsIgnoreCase(hostname)
                || LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejected)
            throws IOException, ServletException {
        if (include(request.getServerName())) {
            OTHERWISE.handle(request, response, rejected);
            return;
        }
        response.setStatus(HttpStatus.FORBIDDEN.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getWriter().write("""
                {"type":"about:blank","title":"Forbidden","status":403,"detail":"a request for a host that is not this machine \
                (expected: localhost, a loopback address or eureka.instance.hostname, as long as there is no join secret or \
                the registry is open)"}
                """);
    }
}
