package dev.weft.mesh.directory;

import org.jspecify.annotations.Nullable;

/** What this client shows to a registry to be let in. */
public enum JoinCredentials {
    NONE("mesh.registry.join-secret is not set (expected: the secret that the registry was started with)"),
    SECRET("mesh.registry.join-secret is not its secret (expected: the one that the registry was started with)"),
    URL("the user and password in its URL are not what it takes (expected: user mesh with its join secret)");

    private final String mistake;

    JoinCredentials(String mistake) {
        this.mistake = mistake;
    }

    /**
     * What is shown to the registry at a URL.
     *
     * @param userInfo what stands in the URL, which comes first, or null
     * @param secret whether there is a join secret
     */
    public static JoinCredentials of(@Nullable String userInfo, boolean secret) {
        return userInfo != null ? URL : secret ? SECRET : NONE;
    }

    /** Whether a registry that answers so lets nobody in by them. */
    public static boolean areRefused(int status) {
        return status == 401 || status == 403;
    }

    /** Where the registry lets nobody in by them: what is wrong, and what would be right. Tells no secret. */
    public String mistake() {
        return mistake;
    }
}
