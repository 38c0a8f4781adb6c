package dev.weft.mesh.security;

/**
 * An egress policy, and where it is written.
 *
 * @param source in words: {@code application}, or a file and its line
 * @param policy all of it
 */
public record EgressDocument(String source, EgressPolicy policy) {

    private static final String APPLICATION = "application";

    /** What the application's own properties say. */
    public static EgressDocument ofApplication(EgressPolicy policy) {
        return new EgressDocument(APPLICATION, policy);
    }
}
