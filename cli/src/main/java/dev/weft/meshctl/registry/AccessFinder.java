package dev.weft.meshctl.registry;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the registry and the login: by an option, the environment, a {@code ./run} on this machine, the login that is kept, in
 * this order. The last two have user and password for their own addresses only, so that a login is never sent elsewhere.
 */
public final class AccessFinder {

    private final Shell shell;

    public AccessFinder(Shell shell) {
        this.shell = shell;
    }

    /**
     * What holds.
     *
     * @param registry an option, or null
     * @param user an option, or null
     * @param password an option, or null
     */
    public Access find(@Nullable String registry, @Nullable String user, @Nullable String password) {
        Access base = base(registry);
        String as = user != null ? user : shell.variable("MESHCTL_USER");
        String by = password != null ? password : shell.variable("MESHCTL_PASSWORD");
        return new Access(
                base.peers(), as != null ? as : base.user(), by != null ? by : base.password(), base.source());
    }

    private Access base(@Nullable String registry) {
        if (registry != null) {
            return withKeptLogin(Addresses.parse("--registry", registry), "--registry");
        }
        String variable = shell.variable("MESHCTL_REGISTRY");
        if (variable != null) {
            return withKeptLogin(Addresses.parse("MESHCTL_REGISTRY", variable), "MESHCTL_REGISTRY");
        }
        Access local = local();
        if (local != null) {
            return local;
        }
        Access kept = new LoginStore(shell.configFolder()).read();
        if (kept != null) {
            return kept;
        }
        throw new Failure(
                Exit.LOGIN,
                "no registry is known (expected: a running ./run, meshctl login <address>, MESHCTL_REGISTRY or"
                        + " --registry)");
    }

    /** The login that is known for exactly these addresses, if there is one. */
    private Access withKeptLogin(List<URI> peers, String source) {
        Access local = local();
        if (local != null && local.peers().containsAll(peers)) {
            return new Access(peers, local.user(), local.password(), source);
        }
        Access kept = new LoginStore(shell.configFolder()).read();
        return kept != null && kept.peers().containsAll(peers)
                ? new Access(peers, kept.user(), kept.password(), source)
                : new Access(peers, null, null, source);
    }

    private @Nullable Access local() {
        return shell.runFolder() == null ? null : LocalRun.find(shell.runFolder());
    }
}
