package dev.weft.meshctl.command;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.registry.Access;
import dev.weft.meshctl.registry.Addresses;
import dev.weft.meshctl.registry.LoginStore;
import dev.weft.meshctl.registry.Registry;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "login",
        description = {
            "Try a login and keep it, in a file that only you can read.",
            "The password is asked for unless --password or --password-stdin says it."
        })
public final class Login implements Callable<Integer> {

    private final Shell shell;

    @Parameters(paramLabel = "<address>", description = "The registry, or several peers separated by commas.")
    private String address = "";

    @Option(names = "--user", paramLabel = "<name>", description = "Default admin.")
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "<password>",
            arity = "0..1",
            interactive = true,
            description = "It, for others on this machine to see; asked for if it isn't said.")
    private @Nullable String password;

    @Option(names = "--password-stdin", description = "The first line of the input is the password.")
    private boolean fromInput;

    @Spec
    private @Nullable CommandSpec command;

    public Login(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        List<URI> peers = Addresses.parse("address", address);
        String name = Connection.orBefore(user, command, "--user");
        Access access = new Access(peers, name == null ? "admin" : name, password(), "the command line");
        new Registry(access).list();
        LoginStore store = new LoginStore(shell.configFolder());
        store.write(access);
        shell.out().println("logged in as " + access.user() + ", kept in " + store.file());
        shell.out().flush();
        return 0;
    }

    private String password() {
        String said = Connection.orBefore(password, command, "--password");
        if (said != null && fromInput) {
            throw new Failure(Exit.USAGE, "--password beside --password-stdin (expected: one of them)");
        }
        String found = said != null ? said : typed();
        if (found == null || found.isEmpty()) {
            throw new Failure(
                    Exit.USAGE, "no password (expected: typed at a terminal, or piped in with --password-stdin)");
        }
        return found;
    }

    private @Nullable String typed() {
        return fromInput ? firstLine() : asked();
    }

    private static @Nullable String asked() {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("password: ");
        return typed == null ? null : new String(typed);
    }

    private @Nullable String firstLine() {
        try {
            return new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8)).readLine();
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "the input can't be read: " + e.getMessage(), e);
        }
    }
}
