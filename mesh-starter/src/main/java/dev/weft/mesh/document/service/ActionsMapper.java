package dev.weft.mesh.document.service;

import static dev.weft.mesh.document.service.InvalidRuleException.checked;

import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.Fault;
import dev.weft.mesh.rules.HeaderEdits;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.PathRewrite;
import dev.weft.mesh.rules.Redirect;
import dev.weft.mesh.rules.Rewrite;
import dev.weft.mesh.rules.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns what a route does to its requests, as it is written, into rules. */
final class ActionsMapper {

    private static final int FOUND = 302;
    private static final int OK = 200;

    private ActionsMapper() {}

    static Actions actions(String path, RouteProperties from) {
        HeaderEdits request = checked(path + ".request-headers", () -> edits(from.getRequestHeaders()));
        HeaderEdits response = checked(path + ".response-headers", () -> edits(from.getResponseHeaders()));
        Rewrite rewrite = optional(path + ".rewrite", from.getRewrite(), ActionsMapper::rewrite);
        Redirect redirect = optional(path + ".redirect", from.getRedirect(), ActionsMapper::redirect);
        Fault fault = optional(path + ".fault", from.getFault(), ActionsMapper::fault);
        Fallback fallback = optional(path + ".fallback", from.getFallback(), ActionsMapper::fallback);
        List<Mirror> mirrors = mirrors(path + ".mirror", from.getMirror());
        return checked(path, () -> new Actions(request, response, rewrite, redirect, mirrors, fault, fallback));
    }

    private static List<Mirror> mirrors(String path, List<MirrorProperties> from) {
        List<Mirror> mirrors = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            MirrorProperties mirror = from.get(i);
            mirrors.add(checked(path + "[" + i + "]", () -> mirror(mirror)));
        }
        return mirrors;
    }

    private static Mirror mirror(MirrorProperties from) {
        DestinationProperties to = from.getTo();
        if (to == null) {
            throw new IllegalArgumentException("to: none (expected: who gets the copies)");
        }
        return new Mirror(
                RouteMapper.service(to),
                RouteMapper.subset(to),
                from.getPercent() == null ? Share.ALL : Share.percent(from.getPercent()),
                from.getCredentials());
    }

    static HeaderEdits edits(EditsProperties from) {
        return new HeaderEdits(from.getSet(), from.getAdd(), from.getRemove());
    }

    private static Rewrite rewrite(RewriteProperties from) {
        return new Rewrite(from.getHost(), path(from));
    }

    private static @Nullable PathRewrite path(RewriteProperties from) {
        String full = from.getPath();
        String prefix = from.getPathPrefix();
        if (full != null && prefix != null) {
            throw new IllegalArgumentException("path and path-prefix together (expected: at most one of them)");
        }
        if (full != null) {
            return new PathRewrite.Full(full);
        }
        return prefix == null ? null : new PathRewrite.ReplacePrefix(prefix);
    }

    private static Redirect redirect(RedirectProperties from) {
        if (from.getPort() != null && from.getPort() == 0) {
            throw new IllegalArgumentException("port: 0 (expected: 1 to 65535)");
        }
        return new Redirect(
                from.getScheme(),
                from.getHost(),
                from.getPort() == null ? 0 : from.getPort(),
                path(from),
                from.getStatus() == null ? FOUND : from.getStatus());
    }

    private static Fault fault(FaultProperties from) {
        return new Fault(
                from.getDelay() == null ? Duration.ZERO : from.getDelay(),
                share(from.getDelayPercent()),
                from.getStatus() == null ? 0 : from.getStatus(),
                share(from.getAbortPercent()));
    }

    private static Share share(@Nullable Double percent) {
        return percent == null ? Share.NONE : Share.percent(percent);
    }

    private static Fallback fallback(FallbackProperties from) {
        DestinationProperties to = from.getTo();
        boolean answers = from.getStatus() != null || from.getBody() != null;
        if ((to != null) == answers) {
            throw new IllegalArgumentException((answers ? "to, and an answer as well" : "neither to nor an answer")
                    + " (expected: either to, or status and body)");
        }
        return to != null
                ? new Fallback.To(RouteMapper.service(to), RouteMapper.subset(to))
                : new Fallback.Answer(
                        from.getStatus() == null ? OK : from.getStatus(),
                        from.getHeaders(),
                        from.getBody() == null ? "" : from.getBody());
    }

    private static <F, T> @Nullable T optional(String path, @Nullable F from, Function<F, T> mapping) {
        return from == null ? null : checked(path, () -> mapping.apply(from));
    }
}
