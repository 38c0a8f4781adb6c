package dev.weft.meshctl.registry;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the registry and the login: by an option, the environment, a {@code ./run} on this machine, the login that is kept, in
 * this order. The last two have a login for their own addresses only, so that it is never sent elsewhere.
 */
public final class AccessFinder {

    private static final String PASSWORD = "MESHCTL_PASSWORD";
    private static final String USER = "MESHCTL_USER";
    private static final String STANDARD = "admin";

    private final Shell shell;

    public AccessFinder(Shell shell) {
        this.shell = shell;
    }

    /** What holds. */
    public Access find(Wanted wanted) {
        Access base = base(wanted.registry());
        Access found = new Access(
                base.peers(),
                base.login(),
                base.source(),
                base.plainHttp() || wanted.plainHttp() || shell.isSet("MESHCTL_PLAIN_HTTP"));
        return found.with(login(wanted, found));
    }

    /** A login of which somebody says at least a part; a password is never sent with another one's name. */
    private @Nullable Credentials login(Wanted wanted, Access base) {
        String user = wanted.user() != null ? wanted.user() : shell.variable(USER);
        String password = wanted.password() != null ? wanted.password() : passwordOf(wanted.user());
        Credentials known = base.login();
        if (user == null && password == null) {
            return known;
        }
        String name = user != null ? user : known != null ? known.user() : STANDARD;
        if (password != null) {
            return new Credentials(name, password);
        }
        return known != null && known.user().equals(name) ? known : asked(name, base);
    }

    /** The variable's password, unless it is somebody else's. */
    private @Nullable String passwordOf(@Nullable String user) {
        String owner = shell.variable(USER);
        return user == null || owner == null || owner.equals(user) ? shell.variable(PASSWORD) : null;
    }

    private Credentials asked(String user, Access base) {
        base.with(new Credentials(user, "")).checkConfidential();
        String password = shell.prompt().password("password of " + user + ": ");
        if (password == null || password.isEmpty()) {
            throw new Failure(
                    Exit.LOGIN,
                    "no password of " + user + " is known (expected: typed at a terminal, --password-stdin or "
                            + PASSWORD + ")");
        }
        return new Credentials(user, password);
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
            return new Access(peers, local.login(), source);
        }
        Access kept = new LoginStore(shell.configFolder()).read();
        return kept != null && kept.peers().containsAll(peers)
                ? new Access(peers, kept.login(), source, kept.plainHttp())
                : new Access(peers, null, source);
    }

    private @Nullable Access local() {
        return shell.runFolder() == null ? null : LocalRun.find(shell.runFolder());
    }
}
