package dev.weft.meshctl.command;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "completion",
        description = {
            "Print what completes commands, options, services and versions in bash.",
            "Services and versions are asked of the registry as you press the key."
        },
        footer = {"", "Example:", "  source <(./meshctl completion)"})
public final class Completion implements Callable<Integer> {

    private static final String SCRIPT = "completion.bash";

    private final Shell shell;

    public Completion(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (InputStream script = Completion.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new IOException("there is no " + SCRIPT);
            }
            shell.out().print(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            shell.out().flush();
            return 0;
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "the script can't be read: " + e.getMessage(), e);
        }
    }
}
