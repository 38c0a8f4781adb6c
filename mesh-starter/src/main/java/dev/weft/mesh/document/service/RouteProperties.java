package dev.weft.mesh.document.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where certain requests go, and what happens to them. */
public class RouteProperties {

    /** For people. */
    private @Nullable String name;

    /** What a request must be; unset: every request. */
    private @Nullable MatchProperties match;

    /** Alternatives, of which one must hold. */
    private List<MatchProperties> matches = new ArrayList<>();

    /** Destinations, each with its share. */
    private List<ShareProperties> to = new ArrayList<>();

    /** What keeps equal requests on one side of the split. */
    private @Nullable KeyProperties sticky;

    /** Changes to the requests' header fields. */
    private EditsProperties requestHeaders = new EditsProperties();

    /** Changes to the responses' header fields. */
    private EditsProperties responseHeaders = new EditsProperties();

    /** Changes to path and Host on the wire. */
    private @Nullable RewriteProperties rewrite;

    /** The answer instead of a call. */
    private @Nullable RedirectProperties redirect;

    /** Copies of the requests for others to see, whose answers nobody waits for. */
    private List<MirrorProperties> mirror = new ArrayList<>();

    /** Trouble made on purpose. */
    private @Nullable FaultProperties fault;

    /** What stands in for a call that fails. */
    private @Nullable FallbackProperties fallback;

    /** The whole call, in place of the service's. */
    private @Nullable Duration timeout;

    /** One attempt to its response's head, in place of the service's. */
    private @Nullable Duration attemptTimeout;

    /** Which failures are tried again, in place of the service's. */
    private @Nullable RouteRetryProperties retry;

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public @Nullable MatchProperties getMatch() {
        return match;
    }

    public void setMatch(@Nullable MatchProperties match) {
        this.match = match;
    }

    public List<MatchProperties> getMatches() {
        return matches;
    }

    public void setMatches(List<MatchProperties> matches) {
        this.matches = matches;
    }

    public List<ShareProperties> getTo() {
        return to;
    }

    public void setTo(List<ShareProperties> to) {
        this.to = to;
    }

    public @Nullable KeyProperties getSticky() {
        return sticky;
    }

    public void setSticky(@Nullable KeyProperties sticky) {
        this.sticky = sticky;
    }

    public EditsProperties getRequestHeaders() {
        return requestHeaders;
    }

    public void setRequestHeaders(EditsProperties requestHeaders) {
        this.requestHeaders = requestHeaders;
    }

    public EditsProperties getResponseHeaders() {
        return responseHeaders;
    }

    public void setResponseHeaders(EditsProperties responseHeaders) {
        this.responseHeaders = responseHeaders;
    }

    public @Nullable RewriteProperties getRewrite() {
        return rewrite;
    }

    public void setRewrite(@Nullable RewriteProperties rewrite) {
        this.rewrite = rewrite;
    }

    public @Nullable RedirectProperties getRedirect() {
        return redirect;
    }

    public void setRedirect(@Nullable RedirectProperties redirect) {
        this.redirect = redirect;
    }

    public List<MirrorProperties> getMirror() {
        return mirror;
    }

    public void setMirror(List<MirrorProperties> mirror) {
        this.mirror = mirror;
    }

    public @Nullable FaultProperties getFault() {
        return fault;
    }

    public void setFault(@Nullable FaultProperties fault) {
        this.fault = fault;
    }

    public @Nullable FallbackProperties getFallback() {
        return fallback;
    }

    public void setFallback(@Nullable FallbackProperties fallback) {
        this.fallback = fallback;
    }

    public @Nullable Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(@Nullable Duration timeout) {
        this.timeout = timeout;
    }

    public @Nullable Duration getAttemptTimeout() {
        return attemptTimeout;
    }

    public void setAttemptTimeout(@Nullable Duration attemptTimeout) {
        this.attemptTimeout = attemptTimeout;
    }

    public @Nullable RouteRetryProperties getRetry() {
        return retry;
    }

    public void setRetry(@Nullable RouteRetryProperties retry) {
        this.retry = retry;
    }
}
