package dev.weft.registry.stream;

import java.util.List;

/**
 * A part of a document that a client was not sent, since it would not understand it.
 *
 * @param part as it is written in rules
 * @param needs the keys that it uses and the client does not know
 */
public record Withheld(String part, List<String> needs) {

    public Withheld {
        needs = List.copyOf(needs);
    }
}
