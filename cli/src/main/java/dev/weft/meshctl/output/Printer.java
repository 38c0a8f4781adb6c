package dev.weft.meshctl.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.function.Supplier;

/** Writes answers, in the format that was asked for. What isn't the answer itself goes to the other stream. */
public final class Printer implements Answers {

    private final PrintWriter out;
    private final PrintWriter err;
    private final Ansi ansi;
    private final Ansi errAnsi;
    private final Format format;

    public Printer(PrintWriter out, PrintWriter err, Ansi ansi, Ansi errAnsi, Format format) {
        this.out = out;
        this.err = err;
        this.ansi = ansi;
        this.errAnsi = errAnsi;
        this.format = format;
    }

    /** Colours of answers. */
    public Ansi ansi() {
        return ansi;
    }

    boolean isForPeople() {
        return format == Format.TABLE;
    }

    /** For a command that has several answers. */
    public Listing listing() {
        return new Listing(this);
    }

    @Override
    public void answer(JsonNode data, Supplier<String> words) {
        text(isForPeople() ? words.get() : format.text(data));
    }

    /** A text, with a newline at its end. */
    private void text(String text) {
        out.print(text);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            out.print("\n");
        }
        out.flush();
    }

    /** Something for the person, whatever the format. */
    public void note(String text) {
        err.println(errAnsi.yellow(Printable.text(text)));
        err.flush();
    }
}
