package dev.weft.meshctl.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.function.Supplier;

/** Writes answers, in the format that was asked for. What isn't the answer itself goes to the other stream. */
public final class Printer {

    private final PrintWriter out;
    private final PrintWriter err;
    private final Ansi ansi;
    private final Format format;

    public Printer(PrintWriter out, PrintWriter err, Ansi ansi, Format format) {
        this.out = out;
        this.err = err;
        this.ansi = ansi;
        this.format = format;
    }

    public Ansi ansi() {
        return ansi;
    }

    /** The data whole for programs, or what people read of it. */
    public void answer(JsonNode data, Supplier<String> words) {
        text(format == Format.TABLE ? words.get() : format.text(data));
    }

    /** A text, with a newline at its end. */
    public void text(String text) {
        out.print(text);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            out.print("\n");
        }
        out.flush();
    }

    /** A unified diff, or that there is none. */
    public void diff(String diff) {
        text(diff.isEmpty() ? "no difference" : ansi.diff(Printable.text(diff)));
    }

    /** Something for the person, whatever the format. */
    public void note(String text) {
        err.println(ansi.yellow(Printable.text(text)));
        err.flush();
    }
}
