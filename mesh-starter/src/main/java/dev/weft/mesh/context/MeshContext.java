package dev.weft.mesh.context;

import dev.weft.mesh.model.Deadline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The request that is being served, as far as the mesh cares: what it brought along, and what the calls made for it have
 * come to. One object for the whole request, whichever threads work on it; thread-safe.
 */
public final class MeshContext {

    /** Key under which Reactor's context and Micrometer's context propagation carry it. */
    public static final String KEY = "weft.mesh.context";

    /** Key under which the log context has the request's id, as long as the context is the thread's. */
    public static final String LOG_KEY = "requestId";

    /** Key under which the log context has {@code shadow} as long as the context is the thread's and is that of a copy. */
    public static final String SHADOW_LOG_KEY = "meshShadow";

    private static final ThreadLocal<@Nullable MeshContext> CURRENT = new ThreadLocal<>();

    /** So many hops are remembered; what comes after them is dropped. */
    private static final int MAX_HOPS = 32;

    private final String requestId;
    private final @Nullable Deadline deadline;
    private final Overrides overrides;
    private final boolean shadow;
    /** Sorted; replaced whole, so that it costs nothing until there is one. */
    private volatile List<String> hops = List.of();

    private volatile boolean spent;
    private volatile @Nullable String identity;

    /**
     * @param requestId the request's id ({@code x-request-id})
     * @param deadline by when the request's caller must have its answer, or null
     */
    public MeshContext(String requestId, @Nullable Deadline deadline) {
        this(requestId, deadline, Overrides.NONE);
    }

    /**
     * @param requestId the request's id ({@code x-request-id})
     * @param deadline by when the request's caller must have its answer, or null
     * @param overrides where the calls that are made for it go, whatever the rules say
     */
    public MeshContext(String requestId, @Nullable Deadline deadline, Overrides overrides) {
        this(requestId, deadline, overrides, false);
    }

    /**
     * @param requestId the request's id ({@code x-request-id})
     * @param deadline by when the request's caller must have its answer, or null
     * @param overrides where the calls that are made for it go, whatever the rules say
     * @param shadow whether it is a copy, whose answer nobody reads
     */
    public MeshContext(String requestId, @Nullable Deadline deadline, Overrides overrides, boolean shadow) {
        this.shadow = shadow;
        this.requestId = requestId;
        this.deadline = deadline;
        this.overrides = overrides;
    }

    /** The context of the request that this thread works for, or null outside of any. */
    public static @Nullable MeshContext current() {
        return CURRENT.get();
    }

    /** Makes this the thread's context until the scope is closed, which puts back what was there. */
    public Scope open() {
        MeshContext before = CURRENT.get();
        set(this);
        return () -> set(before);
    }

    static void set(@Nullable MeshContext context) {
        MeshContext before = CURRENT.get();
        if (before == null && context == null) {
            // Reactor's context propagation says so at each signal of whoever serves nobody.
            return;
        }
        if (before != null && before.shadow) {
            MDC.remove(SHADOW_LOG_KEY);
        }
        if (context == null) {
            CURRENT.remove();
            MDC.remove(LOG_KEY);
            return;
        }
        CURRENT.set(context);
        MDC.put(LOG_KEY, context.requestId);
        if (context.shadow) {
            MDC.put(SHADOW_LOG_KEY, "shadow");
        }
    }

    public String requestId() {
        return requestId;
    }

    /** By when the request's caller must have its answer, or null. */
    public @Nullable Deadline deadline() {
        return deadline;
    }

    /** Where the calls that are made for this request go, whatever the rules say. */
    public Overrides overrides() {
        return overrides;
    }

    /**
     * Whether this request is a copy that a mirror rule has sent, or is made for one: somebody else's answer counts, so what
     * it changes should not last. Passed on with every call made for it.
     */
    public boolean isShadow() {
        return shadow;
    }

    /** The user for whom the request is made, by the name that is signed in here; null for nobody, or where no rule asks. */
    public @Nullable String identity() {
        return identity;
    }

    /** Notes who is signed in. */
    public void identify(String user) {
        identity = user;
    }

    /** The context that a copy of a call made for this request brings along: its caller does not wait for it. */
    public MeshContext ofCopy() {
        return new MeshContext(requestId, null, overrides, true);
    }

    /** A call made for this request failed although it was retried: its own caller should not repeat all of that. */
    public void markSpent() {
        spent = true;
    }

    /** Whether retries were spent below, so that a failed answer says {@code mesh-retry: no}. */
    public boolean isSpent() {
        return spent;
    }

    /** Notes the instances that an answer names in {@code mesh-via}. */
    public void passedThrough(String via) {
        int from = 0;
        while (from <= via.length() && hops.size() < MAX_HOPS) {
            int comma = via.indexOf(',', from);
            int end = comma < 0 ? via.length() : comma;
            String hop = via.substring(from, end).strip();
            if (SafeText.isToken(hop) && !hops.contains(hop)) {
                add(hop);
            }
            from = end + 1;
        }
    }

    /** By one thread at a time: calls that are made for the same request may end at once. */
    private synchronized void add(String hop) {
        if (hops.size() < MAX_HOPS && !hops.contains(hop)) {
            List<String> more = new ArrayList<>(hops);
            more.add(hop);
            more.sort(null);
            hops = List.copyOf(more);
        }
    }

    /** The instances that have served this request so far, in a fixed order, this one not included. */
    public List<String> hops() {
        return hops;
    }

    /** A time during which a context is the thread's. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
