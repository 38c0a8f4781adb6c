package dev.weft.mesh.server;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Tells users from the token that Spring Security, where it is present, may have for everybody who is not signed in. */
final class SignedIn {

    private static final @Nullable Class<?> ANONYMOUS =
            find("org.springframework.security.authentication.AnonymousAuthenticationToken");

    private SignedIn() {}

    static boolean isUser(Principal principal) {
        return ANONYMOUS == null || !ANONYMOUS.isInstance(principal);
    }

    private static @Nullable Class<?> find(String name) {
        ClassLoader loader = SignedIn.class.getClassLoader();
        return ClassUtils.isPresent(name, loader) ? ClassUtils.resolveClassName(name, loader) : null;
    }
}
