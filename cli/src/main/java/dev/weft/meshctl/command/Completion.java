package dev.weft.meshctl.command;

import dev.weft.meshctl.Shell;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Print what completes commands and options in bash and zsh.",
        footer = {"", "Example:", "  source <(./meshctl completion)"})
public final class Completion implements Callable<Integer> {

    private final Shell shell;

    @Spec
    private @Nullable CommandSpec spec;

    public Completion(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            shell.out().print(AutoComplete.bash("meshctl", spec.root().commandLine()));
            shell.out().flush();
        }
        return 0;
    }
}
