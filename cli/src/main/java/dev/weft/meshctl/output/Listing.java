package dev.weft.meshctl.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.function.Supplier;

/** Several answers: people read each as it comes, programs get one list of them at the end, however it ends. */
public final class Listing implements Answers, AutoCloseable {

    private final Printer printer;
    private final ArrayNode all = new ObjectMapper().createArrayNode();

    Listing(Printer printer) {
        this.printer = printer;
    }

    @Override
    public void answer(JsonNode data, Supplier<String> words) {
        if (printer.isForPeople()) {
            printer.answer(data, words);
        } else {
            all.add(data);
        }
    }

    @Override
    public void close() {
        if (!printer.isForPeople()) {
            printer.answer(all, () -> "");
        }
    }
}
