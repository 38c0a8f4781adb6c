package dev.weft.bench.survival.scenario;

import java.util.Random;

/** A document with one or several mistakes in it. */
final class Mutation {

    private static final String STRANGE = "{}[]:-#'\"&*!|>%@`\t\n\u0000x9, ";
    private static final int MOST_MISTAKES = 3;

    private Mutation() {}

    static String of(String document, Random random) {
        StringBuilder text = new StringBuilder(document);
        int mistakes = 1 + random.nextInt(MOST_MISTAKES);
        for (int n = 0; n < mistakes && text.length() > 1; n++) {
            mistake(text, random);
        }
        return text.toString();
    }

    private static void mistake(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        char strange = STRANGE.charAt(random.nextInt(STRANGE.length()));
        switch (random.nextInt(5)) {
            case 0 -> text.setLength(at);
            case 1 -> text.deleteCharAt(at);
            case 2 -> text.insert(at, strange);
            case 3 -> text.setCharAt(at, strange);
            default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
        }
    }
}
