package dev.weft.meshctl.registry;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the registry is, and by which login.
 *
 * @param peers the registry's addresses, at least one: whichever answers is asked
 * @param login or null without one
 * @param source who said so, for people
 * @param plainHttp whether the password may go over a network where others can read it
 */
public record Access(List<URI> peers, @Nullable Credentials login, String source, boolean plainHttp) {

    public Access {
        peers = List.copyOf(peers);
        if (peers.isEmpty()) {
            throw new IllegalArgumentException("no address of a registry (expected: one at least)");
        }
    }

    /** Over the loopback interface only, or by a login that nobody can read on its way. */
    public Access(List<URI> peers, @Nullable Credentials login, String source) {
        this(peers, login, source, false);
    }

    Access with(@Nullable Credentials other) {
        return new Access(peers, other, source, plainHttp);
    }

    /** Refuses to send a password over a network where others can read it, unless that is meant. */
    public void checkConfidential() {
        if (login == null || plainHttp) {
            return;
        }
        for (URI peer : peers) {
            if (!"https".equals(peer.getScheme()) && !Addresses.isLoopback(peer)) {
                throw new Failure(
                        Exit.USAGE,
                        "whoever is on the way to " + peer + " could read the password (expected: https://"
                                + peer.getRawAuthority() + ", or --plain-http where nobody is)");
            }
        }
    }
}
