package dev.weft.meshctl.command;

import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the shell asks when somebody presses the key for completion: a line each of what the last word may become. */
@Command(name = "__complete", hidden = true, description = "List what the last word of a line may become.")
public final class Complete implements Callable<Integer> {

    private final Shell shell;

    @Parameters(paramLabel = "<line>", description = "Up to the cursor.")
    private String line = "";

    @Spec
    private @Nullable CommandSpec spec;

    public Complete(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            return 0;
        }
        try {
            HalfLine half = HalfLine.of(spec.root(), line);
            new Candidates(half, shell).all().forEach(shell.out()::println);
            shell.out().flush();
        } catch (Failure e) {
            // Nobody reads messages here: without a registry, services can't be completed.
            return e.exit().code();
        }
        return 0;
    }
}
