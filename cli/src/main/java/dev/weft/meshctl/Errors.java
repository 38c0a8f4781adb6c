package dev.weft.meshctl;

import dev.weft.meshctl.output.Ansi;
import dev.weft.meshctl.output.Printable;
import dev.weft.meshctl.registry.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in words, and ends with a code that a script can tell. Nobody ever sees a stack trace. */
record Errors(Shell shell) implements IExecutionExceptionHandler, IParameterExceptionHandler {

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        if (!(e instanceof Failure failure)) {
            // A mistake of this program: the class says where to begin looking.
            say("unexpected " + e.getClass().getSimpleName() + ": " + e.getMessage());
            return Exit.FAILED.code();
        }
        say(failure.message());
        if (failure instanceof Refusal refusal && failure.exit() == Exit.STALE) {
            show("changed since:", refusal.changed());
            show("what you would change:", refusal.yours());
        }
        if (failure instanceof Refusal && failure.exit() == Exit.LOGIN) {
            say("a login is given by meshctl login, by MESHCTL_USER and MESHCTL_PASSWORD, or by --user");
        }
        return failure.exit().code();
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        say(Misuse.words(e));
        shell.err().println("(" + name + " --help tells what it takes)");
        shell.err().flush();
        return Exit.USAGE.code();
    }

    private void show(String title, String diff) {
        if (!diff.isEmpty()) {
            Ansi ansi = shell.errAnsi();
            shell.err().println(ansi.bold(title));
            shell.err().println(ansi.diff(Printable.text(diff)));
            shell.err().flush();
        }
    }

    private void say(String text) {
        shell.err().println(shell.errAnsi().red("meshctl: ") + Printable.text(text));
        shell.err().flush();
    }
}
