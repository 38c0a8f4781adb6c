package dev.weft.meshctl.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;

/** Takes what a command has to say. */
@FunctionalInterface
public interface Answers {

    /** The data whole for programs, or what people read of it. */
    void answer(JsonNode data, Supplier<String> words);
}
