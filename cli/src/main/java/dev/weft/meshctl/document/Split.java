package dev.weft.meshctl.document;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How requests are divided over versions.
 *
 * @param weights by version, in order
 */
public record Split(Map<String, Integer> weights) {

    private static final int MOST = 1_000_000;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");
    private static final String EXPECTED = "\" (expected: versions and their weights, as v1=90 v2=10)";

    public Split {
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        if (weights.values().stream().allMatch(weight -> weight == 0)) {
            throw new Failure(Exit.USAGE, "weights: all 0 (expected: one at least that is more)");
        }
    }

    /** Reads {@code v1=90} and the like. */
    public static Split parse(List<String> shares) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        for (String share : shares) {
            int equals = share.lastIndexOf('=');
            if (equals < 1 || equals == share.length() - 1) {
                throw new Failure(Exit.USAGE, "\"" + share + EXPECTED);
            }
            String version = share.substring(0, equals);
            if (weights.put(version, weight(share, share.substring(equals + 1))) != null) {
                throw new Failure(Exit.USAGE, version + ": a second time (expected: each version once)");
            }
        }
        return new Split(weights);
    }

    private static int weight(String share, String text) {
        String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        if (!NUMBER.matcher(digits).matches()) {
            throw new Failure(Exit.USAGE, "\"" + share + EXPECTED);
        }
        if (!digits.startsWith("-") && new BigInteger(digits).compareTo(BigInteger.valueOf(MOST)) <= 0) {
            return Integer.parseInt(digits);
        }
        throw new Failure(Exit.USAGE, "\"" + share + "\" (expected: a weight from 0 to " + MOST + ")");
    }

    /** The same for people, who read 50 as a half even where it is all. */
    public String words() {
        long sharing = weights.values().stream().filter(weight -> weight > 0).count();
        return weights.entrySet().stream()
                .map(share -> share.getKey() + "=" + share.getValue()
                        + (sharing == 1 && share.getValue() > 0 ? " (all)" : ""))
                .collect(Collectors.joining(" "));
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return weights.entrySet().stream()
                .map(share -> share.getKey() + "=" + share.getValue())
                .collect(Collectors.joining(" "));
    }
}
