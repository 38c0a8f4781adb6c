package org.springframework.security.authentication;

import java.security.Principal;

/** In the place of Spring Security's, which the starter knows by its name only. */
public final class AnonymousAuthenticationToken implements Principal {

    @Override
    public String getName() {
        return "anonymousUser";
    }
}
