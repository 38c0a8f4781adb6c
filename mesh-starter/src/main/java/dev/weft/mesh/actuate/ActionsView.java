package dev.weft.mesh.actuate;

import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.HeaderEdits;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.PathRewrite;
import dev.weft.mesh.rules.Redirect;
import dev.weft.mesh.rules.Rewrite;
import dev.weft.mesh.rules.Trouble;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route does to a request besides sending it somewhere, in words; null for nothing. Of fields only the names: their
 * values may be secret.
 *
 * @param fault the trouble on purpose that this very request would meet
 * @param fallback what stands in if the call ends in breaker open, limit, no endpoint or deadline
 */
public record ActionsView(
        @Nullable String requestHeaders,
        @Nullable String responseHeaders,
        @Nullable String rewrite,
        @Nullable String redirect,
        List<String> mirrors,
        @Nullable String fault,
        @Nullable String fallback) {

    static ActionsView of(Actions actions, Trouble trouble) {
        return new ActionsView(
                words(actions.request()),
                words(actions.response()),
                words(actions.rewrite()),
                words(actions.redirect()),
                actions.mirrors().stream().map(ActionsView::words).toList(),
                trouble == Trouble.NONE ? null : trouble.words(),
                words(actions.fallback()));
    }

    private static @Nullable String words(HeaderEdits edits) {
        List<String> words = new ArrayList<>();
        edits.set().forEach((name, value) -> words.add("set " + name));
        edits.add().forEach((name, value) -> words.add("add " + name));
        edits.remove().forEach(name -> words.add("remove " + name));
        return words.isEmpty() ? null : String.join(", ", words);
    }

    private static @Nullable String words(@Nullable Rewrite rewrite) {
        if (rewrite == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        if (rewrite.host() != null) {
            words.add("host " + rewrite.host());
        }
        if (rewrite.path() != null) {
            words.add(words(rewrite.path()));
        }
        return String.join(", ", words);
    }

    private static String words(PathRewrite path) {
        return path instanceof PathRewrite.Full full
                ? "path " + full.path()
                : "matched prefix " + ((PathRewrite.ReplacePrefix) path).prefix();
    }

    private static @Nullable String words(@Nullable Redirect redirect) {
        if (redirect == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        words.add(Integer.toString(redirect.status()));
        if (redirect.scheme() != null) {
            words.add("scheme " + redirect.scheme());
        }
        if (redirect.host() != null) {
            words.add("host " + redirect.host());
        }
        if (redirect.port() != 0) {
            words.add("port " + redirect.port());
        }
        if (redirect.path() != null) {
            words.add(words(redirect.path()));
        }
        return String.join(", ", words);
    }

    private static String words(Mirror mirror) {
        String to = mirror.service() == null
                ? RulesView.name(mirror.subset().toString())
                : (mirror.service() + " " + mirror.subset()).strip();
        return to + ", " + mirror.share().parts() + " of " + mirror.share().of();
    }

    static @Nullable String words(@Nullable Fallback fallback) {
        if (fallback instanceof Fallback.To to) {
            return to.service() == null
                    ? RulesView.name(to.subset().toString())
                    : (to.service() + " " + to.subset()).strip();
        }
        return fallback instanceof Fallback.Answer answer ? "answers " + answer.status() : null;
    }
}
