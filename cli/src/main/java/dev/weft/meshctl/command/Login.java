package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.registry.Access;
import dev.weft.meshctl.registry.Addresses;
import dev.weft.meshctl.registry.Credentials;
import dev.weft.meshctl.registry.LoginStore;
import dev.weft.meshctl.registry.Registry;
import dev.weft.meshctl.registry.Wanted;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "login",
        description = {
            "Try a login and keep it, in a file that only you can read.",
            "The user is admin unless --user says another; the password is asked for."
        },
        footer = {
            "",
            "Examples:",
            "  meshctl login https://registry.example",
            "  meshctl login https://registry.example --password-stdin <password-file"
        })
public final class Login implements Callable<Integer> {

    private static final String STANDARD = "admin";
    private static final String SOURCE = "the command line";

    private final Shell shell;

    @Parameters(
            arity = "0..1",
            paramLabel = "<address>",
            description = "The registry, or several peers separated by commas; default: that of --registry.")
    private @Nullable String address;

    @Mixin
    private final Connection connection = new Connection();

    public Login(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Wanted wanted = connection.wanted(shell);
        List<URI> peers = peers(wanted);
        String user = wanted.user() == null ? STANDARD : wanted.user();
        boolean plainHttp = wanted.plainHttp() || shell.isSet("MESHCTL_PLAIN_HTTP");
        // Before the password is asked for: it is refused where others could read it.
        new Access(peers, new Credentials(user, ""), SOURCE, plainHttp).checkConfidential();
        Credentials login = new Credentials(user, password(wanted, user));
        Access access = new Access(peers, login, SOURCE, plainHttp);
        new Registry(access).list();
        LoginStore store = new LoginStore(shell.configFolder());
        store.write(access, login);
        ObjectNode done = new ObjectMapper()
                .createObjectNode()
                .put("user", user)
                .put("file", store.file().toString());
        connection.printer(shell).answer(done, () -> "logged in as " + user + ", kept in " + store.file());
        return 0;
    }

    private List<URI> peers(Wanted wanted) {
        if ((address == null) == (wanted.registry() == null)) {
            throw new Failure(
                    Exit.USAGE,
                    (address == null ? "no address" : "two addresses")
                            + " (expected: one, as in meshctl login https://registry.example)");
        }
        return address != null
                ? Addresses.parse("address", address)
                : Addresses.parse("--registry", String.valueOf(wanted.registry()));
    }

    private String password(Wanted wanted, String user) {
        String password =
                wanted.password() != null ? wanted.password() : shell.prompt().password("password of " + user + ": ");
        if (password == null || password.isEmpty()) {
            throw new Failure(
                    Exit.USAGE, "no password (expected: typed at a terminal, or piped in with --password-stdin)");
        }
        return password;
    }
}
