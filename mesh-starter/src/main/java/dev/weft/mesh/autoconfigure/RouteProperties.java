package dev.weft.mesh.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where certain requests go, and what happens to them. */
public class RouteProperties {

    /** For people. */
    private @Nullable String name;

    /** What a request must be; unset: every request. */
    private @Nullable Match match;

    /** Alternatives, of which one must hold. */
    private List<Match> matches = new ArrayList<>();

    /** Destinations, each with its share. */
    private List<Destination> to = new ArrayList<>();

    /** What keeps equal requests on one side of the split. */
    private @Nullable StickyBy sticky;

    /** Changes to the requests' header fields. */
    private Edits requestHeaders = new Edits();

    /** Changes to the responses' header fields. */
    private Edits responseHeaders = new Edits();

    /** Changes to path and Host on the wire. */
    private @Nullable RewriteTo rewrite;

    /** The answer instead of a call. */
    private @Nullable RedirectTo redirect;

    /** Trouble made on purpose. */
    private @Nullable FaultWith fault;

    /** What stands in for a call that fails. */
    private @Nullable FallbackTo fallback;

    /** The whole call, in place of the service's. */
    private @Nullable Duration timeout;

    /** One attempt to its response's head, in place of the service's. */
    private @Nullable Duration attemptTimeout;

    /** Which failures are tried again, in place of the service's. */
    private ServiceProperties.@Nullable Retry retry;

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public @Nullable Match getMatch() {
        return match;
    }

    public void setMatch(@Nullable Match match) {
        this.match = match;
    }

    public List<Match> getMatches() {
        return matches;
    }

    public void setMatches(List<Match> matches) {
        this.matches = matches;
    }

    public List<Destination> getTo() {
        return to;
    }

    public void setTo(List<Destination> to) {
        this.to = to;
    }

    public @Nullable StickyBy getSticky() {
        return sticky;
    }

    public void setSticky(@Nullable StickyBy sticky) {
        this.sticky = sticky;
    }

    public Edits getRequestHeaders() {
        return requestHeaders;
    }

    public void setRequestHeaders(Edits requestHeaders) {
        this.requestHeaders = requestHeaders;
    }

    public Edits getResponseHeaders() {
        return responseHeaders;
    }

    public void setResponseHeaders(Edits responseHeaders) {
        this.responseHeaders = responseHeaders;
    }

    public @Nullable RewriteTo getRewrite() {
        return rewrite;
    }

    public void setRewrite(@Nullable RewriteTo rewrite) {
        this.rewrite = rewrite;
    }

    public @Nullable RedirectTo getRedirect() {
        return redirect;
    }

    public void setRedirect(@Nullable RedirectTo redirect) {
        this.redirect = redirect;
    }

    public @Nullable FaultWith getFault() {
        return fault;
    }

    public void setFault(@Nullable FaultWith fault) {
        this.fault = fault;
    }

    public @Nullable FallbackTo getFallback() {
        return fallback;
    }

    public void setFallback(@Nullable FallbackTo fallback) {
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

    public ServiceProperties.@Nullable Retry getRetry() {
        return retry;
    }

    public void setRetry(ServiceProperties.@Nullable Retry retry) {
        this.retry = retry;
    }

    /** What a request must be to take a route; all that is set must hold. */
    public static class Match {

        /** The path, exactly. */
        private @Nullable String path;

        /** The path or one above it, by whole elements. */
        private @Nullable String pathPrefix;

        /** Regular expression (RE2) for the whole path. */
        private @Nullable String pathPattern;

        /** The method, in capitals. */
        private @Nullable String method;

        /** Headers and their values. */
        private Map<String, String> headers = new LinkedHashMap<>();

        /** Headers and regular expressions (RE2) for their whole values. */
        private Map<String, String> headerPatterns = new LinkedHashMap<>();

        /** Cookies and their values. */
        private Map<String, String> cookies = new LinkedHashMap<>();

        /** Cookies and regular expressions (RE2) for their whole values. */
        private Map<String, String> cookiePatterns = new LinkedHashMap<>();

        /** Query parameters and their values. */
        private Map<String, String> query = new LinkedHashMap<>();

        /** Query parameters and regular expressions (RE2) for their whole values. */
        private Map<String, String> queryPatterns = new LinkedHashMap<>();

        /** Services of which one must be the caller; none: whoever calls. */
        private Set<String> from = new LinkedHashSet<>();

        /** The port that the caller's URL must name. */
        private @Nullable Integer port;

        public @Nullable String getPath() {
            return path;
        }

        public void setPath(@Nullable String path) {
            this.path = path;
        }

        public @Nullable String getPathPrefix() {
            return pathPrefix;
        }

        public void setPathPrefix(@Nullable String pathPrefix) {
            this.pathPrefix = pathPrefix;
        }

        public @Nullable String getPathPattern() {
            return pathPattern;
        }

        public void setPathPattern(@Nullable String pathPattern) {
            this.pathPattern = pathPattern;
        }

        public @Nullable String getMethod() {
            return method;
        }

        public void setMethod(@Nullable String method) {
            this.method = method;
        }

        public Map<String, String> getHeaders() {
            return headers;
        }

        public void setHeaders(Map<String, String> headers) {
            this.headers = headers;
        }

        public Map<String, String> getHeaderPatterns() {
            return headerPatterns;
        }

        public void setHeaderPatterns(Map<String, String> headerPatterns) {
            this.headerPatterns = headerPatterns;
        }

        public Map<String, String> getCookies() {
            return cookies;
        }

        public void setCookies(Map<String, String> cookies) {
            this.cookies = cookies;
        }

        public Map<String, String> getCookiePatterns() {
            return cookiePatterns;
        }

        public void setCookiePatterns(Map<String, String> cookiePatterns) {
            this.cookiePatterns = cookiePatterns;
        }

        public Map<String, String> getQuery() {
            return query;
        }

        public void setQuery(Map<String, String> query) {
            this.query = query;
        }

        public Map<String, String> getQueryPatterns() {
            return queryPatterns;
        }

        public void setQueryPatterns(Map<String, String> queryPatterns) {
            this.queryPatterns = queryPatterns;
        }

        public Set<String> getFrom() {
            return from;
        }

        public void setFrom(Set<String> from) {
            this.from = from;
        }

        public @Nullable Integer getPort() {
            return port;
        }

        public void setPort(@Nullable Integer port) {
            this.port = port;
        }
    }

    /** A destination and its share of the requests. */
    public static class Destination {

        /** Service that gets them; by default the one that was called. */
        private @Nullable String service;

        /** Version that the endpoints must run. */
        private @Nullable String version;

        /** Metadata that the endpoints must carry. */
        private Map<String, String> metadata = new LinkedHashMap<>();

        /** Share in proportion to the other destinations, 0 to 1,000,000; default 1. */
        private @Nullable Integer weight;

        /** Changes to the fields of requests that go there. */
        private Edits requestHeaders = new Edits();

        /** Changes to the fields of responses that come from there. */
        private Edits responseHeaders = new Edits();

        public @Nullable String getService() {
            return service;
        }

        public void setService(@Nullable String service) {
            this.service = service;
        }

        public @Nullable String getVersion() {
            return version;
        }

        public void setVersion(@Nullable String version) {
            this.version = version;
        }

        public Map<String, String> getMetadata() {
            return metadata;
        }

        public void setMetadata(Map<String, String> metadata) {
            this.metadata = metadata;
        }

        public @Nullable Integer getWeight() {
            return weight;
        }

        public void setWeight(@Nullable Integer weight) {
            this.weight = weight;
        }

        public Edits getRequestHeaders() {
            return requestHeaders;
        }

        public void setRequestHeaders(Edits requestHeaders) {
            this.requestHeaders = requestHeaders;
        }

        public Edits getResponseHeaders() {
            return responseHeaders;
        }

        public void setResponseHeaders(Edits responseHeaders) {
            this.responseHeaders = responseHeaders;
        }
    }

    /** Changes to header fields. */
    public static class Edits {

        /** Fields and the value that replaces theirs. */
        private Map<String, String> set = new LinkedHashMap<>();

        /** Fields and a value that is added to theirs. */
        private Map<String, String> add = new LinkedHashMap<>();

        /** Fields that are dropped. */
        private Set<String> remove = new LinkedHashSet<>();

        public Map<String, String> getSet() {
            return set;
        }

        public void setSet(Map<String, String> set) {
            this.set = set;
        }

        public Map<String, String> getAdd() {
            return add;
        }

        public void setAdd(Map<String, String> add) {
            this.add = add;
        }

        public Set<String> getRemove() {
            return remove;
        }

        public void setRemove(Set<String> remove) {
            this.remove = remove;
        }
    }

    /** What keeps equal requests on one side of a split; one of the three. */
    public static class StickyBy {

        /** A header. */
        private @Nullable String header;

        /** A cookie. */
        private @Nullable String cookie;

        /** A query parameter. */
        private @Nullable String query;

        public @Nullable String getHeader() {
            return header;
        }

        public void setHeader(@Nullable String header) {
            this.header = header;
        }

        public @Nullable String getCookie() {
            return cookie;
        }

        public void setCookie(@Nullable String cookie) {
            this.cookie = cookie;
        }

        public @Nullable String getQuery() {
            return query;
        }

        public void setQuery(@Nullable String query) {
            this.query = query;
        }
    }

    /** Changes to where a request says it goes. */
    public static class RewriteTo {

        /** The new Host. */
        private @Nullable String host;

        /** The new path. */
        private @Nullable String path;

        /** What replaces the matched prefix. */
        private @Nullable String pathPrefix;

        public @Nullable String getHost() {
            return host;
        }

        public void setHost(@Nullable String host) {
            this.host = host;
        }

        public @Nullable String getPath() {
            return path;
        }

        public void setPath(@Nullable String path) {
            this.path = path;
        }

        public @Nullable String getPathPrefix() {
            return pathPrefix;
        }

        public void setPathPrefix(@Nullable String pathPrefix) {
            this.pathPrefix = pathPrefix;
        }
    }

    /** An answer that sends the client elsewhere; what is not set stays as it is. */
    public static class RedirectTo {

        /** http or https. */
        private @Nullable String scheme;

        /** The host. */
        private @Nullable String host;

        /** The port. */
        private @Nullable Integer port;

        /** The path. */
        private @Nullable String path;

        /** What replaces the matched prefix. */
        private @Nullable String pathPrefix;

        /** 301, 302, 303, 307 or 308; default 302. */
        private @Nullable Integer status;

        public @Nullable String getScheme() {
            return scheme;
        }

        public void setScheme(@Nullable String scheme) {
            this.scheme = scheme;
        }

        public @Nullable String getHost() {
            return host;
        }

        public void setHost(@Nullable String host) {
            this.host = host;
        }

        public @Nullable Integer getPort() {
            return port;
        }

        public void setPort(@Nullable Integer port) {
            this.port = port;
        }

        public @Nullable String getPath() {
            return path;
        }

        public void setPath(@Nullable String path) {
            this.path = path;
        }

        public @Nullable String getPathPrefix() {
            return pathPrefix;
        }

        public void setPathPrefix(@Nullable String pathPrefix) {
            this.pathPrefix = pathPrefix;
        }

        public @Nullable Integer getStatus() {
            return status;
        }

        public void setStatus(@Nullable Integer status) {
            this.status = status;
        }
    }

    /** Trouble made on purpose. */
    public static class FaultWith {

        /** How long requests are held up. */
        private @Nullable Duration delay;

        /** So many percent of them; unset: none. */
        private @Nullable Double delayPercent;

        /** What requests are answered with. */
        private @Nullable Integer status;

        /** So many percent of them; unset: none. */
        private @Nullable Double abortPercent;

        public @Nullable Duration getDelay() {
            return delay;
        }

        public void setDelay(@Nullable Duration delay) {
            this.delay = delay;
        }

        public @Nullable Double getDelayPercent() {
            return delayPercent;
        }

        public void setDelayPercent(@Nullable Double delayPercent) {
            this.delayPercent = delayPercent;
        }

        public @Nullable Integer getStatus() {
            return status;
        }

        public void setStatus(@Nullable Integer status) {
            this.status = status;
        }

        public @Nullable Double getAbortPercent() {
            return abortPercent;
        }

        public void setAbortPercent(@Nullable Double abortPercent) {
            this.abortPercent = abortPercent;
        }
    }

    /** What stands in for a call that ends in breaker open, limit, no endpoint or deadline: a destination or an answer. */
    public static class FallbackTo {

        /** Who is asked instead; not after a deadline. */
        private @Nullable Destination to;

        /** Status of a fixed answer. */
        private @Nullable Integer status;

        /** Its fields. */
        private Map<String, String> headers = new LinkedHashMap<>();

        /** Its text. */
        private @Nullable String body;

        public @Nullable Destination getTo() {
            return to;
        }

        public void setTo(@Nullable Destination to) {
            this.to = to;
        }

        public @Nullable Integer getStatus() {
            return status;
        }

        public void setStatus(@Nullable Integer status) {
            this.status = status;
        }

        public Map<String, String> getHeaders() {
            return headers;
        }

        public void setHeaders(Map<String, String> headers) {
            this.headers = headers;
        }

        public @Nullable String getBody() {
            return body;
        }

        public void setBody(@Nullable String body) {
            this.body = body;
        }
    }
}
