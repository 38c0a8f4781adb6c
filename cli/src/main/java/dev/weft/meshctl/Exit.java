package dev.weft.meshctl;

/** What a script can tell from how a command ended. */
public enum Exit {
    OK(0),
    /** Something that this table doesn't name. */
    FAILED(1),
    /** The command line itself makes no sense. */
    USAGE(2),
    /** The registry refuses the document or the request. */
    REFUSED(3),
    /** Somebody else was first. */
    STALE(4),
    /** There is no valid login. */
    LOGIN(5),
    /** There is no such service, revision or instance. */
    NOT_FOUND(6),
    /** Nobody answers, or the registry can't do it now: try again. */
    UNAVAILABLE(7);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
