package dev.weft.mesh.context;

/** The names of the mesh's header fields on the wire. */
public final class MeshHeaders {

    /** Request: what is left of the caller's time, in milliseconds. */
    public static final String TIMEOUT = "mesh-timeout-ms";

    /** Request: where calls made for it go, whatever the rules say, as {@code service=version}, separated by commas. */
    public static final String ROUTE = "mesh-route";

    /** Request: {@code true} if it is a copy that a mirror rule has sent, or is made for one. */
    public static final String SHADOW = "mesh-shadow";

    /** Request: the service that calls. Says nothing about identity; for meters and rules. */
    public static final String CALLER = "mesh-caller";

    /** Request: 1 for the first attempt of a call. */
    public static final String ATTEMPT = "mesh-attempt";

    /** Request: names the request at every hop and in every log. */
    public static final String REQUEST_ID = "x-request-id";

    /** Answer: the instances that served it, as {@code service/instance-id}. */
    public static final String VIA = "mesh-via";

    /** Answer: why the mesh refused or failed, in words. */
    public static final String REASON = "mesh-reason";

    /** Answer: {@code no} when retries were spent below, so that nobody above repeats them. */
    public static final String RETRY = "mesh-retry";

    /** Answer: {@code true} while the instance that gives it is leaving, so that its callers turn to others. */
    public static final String LEAVING = "mesh-leaving";

    private MeshHeaders() {}
}
