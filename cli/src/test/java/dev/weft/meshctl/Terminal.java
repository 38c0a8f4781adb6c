package dev.weft.meshctl;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where somebody types commands. */
public final class Terminal {

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> questions = new ArrayList<>();
    private String input = "";
    private boolean outIsRead;
    private boolean errIsRead;
    private @Nullable String password;

    /** @param home of somebody, with what they keep */
    public Terminal(Path home) {
        environment.put("XDG_CONFIG_HOME", home.toString());
    }

    public Terminal with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Terminal pipe(String text) {
        input = text;
        return this;
    }

    /** Whether a person reads what commands write, on either stream; without it nobody does. */
    public Terminal read(boolean out, boolean err) {
        outIsRead = out;
        errIsRead = err;
        return this;
    }

    /** What somebody answers who is asked for a password; without it nobody can be asked. */
    public Terminal knows(String answer) {
        password = answer;
        return this;
    }

    public List<String> questions() {
        return questions;
    }

    public Typed type(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Meshctl.run(shell(new PrintWriter(out), new PrintWriter(err), null), words);
        return new Typed(exit, out.toString(), err.toString());
    }

    /** @param runFolder of a local system, or null */
    public Shell shell(@Nullable Path runFolder) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return shell(nowhere, nowhere, runFolder);
    }

    private Shell shell(PrintWriter out, PrintWriter err, @Nullable Path runFolder) {
        return new Shell(
                environment,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                this::answer,
                outIsRead,
                errIsRead,
                runFolder);
    }

    private @Nullable String answer(String question) {
        questions.add(question);
        return password;
    }
}
