package dev.weft.mesh.sim;

import java.util.List;
import java.util.SplittableRandom;

/** What may stand in a field of a message, by accident or on purpose. */
public final class HostileText {

    private static final List<String> SCRAPS = List.of(
            "",
            " ",
            "\t",
            "\r\n",
            "\n",
            "\u0000",
            "\u001c",
            "\u000b",
            "\u0085",
            "\u2028",
            "\u2003",
            "\uFEFF",
            "\uD800",
            "\u212A",
            "\u0130",
            "\u0660",
            "\uFF11",
            "\u00e9",
            ",",
            ";",
            "=",
            "==",
            ":",
            "-",
            "--",
            ".",
            "..",
            "/",
            "//",
            "%",
            "%2f",
            "%zz",
            "%00",
            "\"",
            "\\",
            "'",
            "$",
            "${jndi:x}",
            "*",
            "+",
            "?",
            "&",
            "#",
            "@",
            "[",
            "]",
            "{",
            "(",
            "0",
            "-0",
            "+1",
            "-1",
            "00",
            "1e9",
            "NaN",
            "0x1f",
            "99999999",
            "99999999999999999999",
            "1_000",
            "H",
            "S",
            "true",
            "TRUE",
            "yes",
            "v2",
            "petdetails=v2",
            "a".repeat(130),
            "petdetails=v2,".repeat(20),
            "x,".repeat(600),
            "9".repeat(5_000));

    private HostileText() {}

    /** One of these with some of it deleted, doubled or replaced, or put together of nothing but scraps. */
    public static String like(List<String> seeds, SplittableRandom random) {
        StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "" : seeds.get(random.nextInt(seeds.size())));
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end));
                case 2 -> text.replace(at, end, scrap(random));
                default -> text.insert(at, scrap(random));
            }
        }
        return text.toString();
    }

    private static String scrap(SplittableRandom random) {
        return SCRAPS.get(random.nextInt(SCRAPS.size()));
    }
}
