package dev.weft.bench.survival;

/** The failure could not be imposed. */
public final class NotRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param why what is missing */
    public NotRunException(String why) {
        super(why);
    }
}
