package dev.weft.mesh.document.service;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request must be to take a route; all that is set must hold. */
public class MatchProperties {

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

    /** Conditions that beans of the application provide, by name, and what each is asked. */
    private Map<String, String> custom = new LinkedHashMap<>();

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

    public Map<String, String> getCustom() {
        return custom;
    }

    public void setCustom(Map<String, String> custom) {
        this.custom = custom;
    }

    public @Nullable Integer getPort() {
        return port;
    }

    public void setPort(@Nullable Integer port) {
        this.port = port;
    }

    /** Every regular expression in it, as it is written. */
    public Stream<String> patterns() {
        Stream<String> values = Stream.of(headerPatterns, cookiePatterns, queryPatterns)
                .flatMap(patterns -> patterns.values().stream());
        return pathPattern == null ? values : Stream.concat(Stream.of(pathPattern), values);
    }
}
