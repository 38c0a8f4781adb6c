package dev.weft.mesh.document;

import dev.weft.mesh.rules.Expression;

/** Counts what becomes of a text: a few lines may mean many routes, once for each parent. */
final class Caps {

    /** How many routes the rules of one text may come to. */
    static final int MAX_ROUTES = 1_024;

    /** How many matches the rules of one text may come to. */
    static final int MAX_MATCHES = 4_096;

    /** How many characters the repetitions in all regular expressions of one text may come to when they are written out. */
    static final int MAX_REPEATED = 100_000;

    private int routes;
    private int matches;
    private long repeated;

    /** Counts a route with so many matches. */
    void count(Value route, int itsMatches) {
        routes++;
        matches += itsMatches;
        if (routes > MAX_ROUTES) {
            throw route.refuse("the " + routes + "th route", "at most " + MAX_ROUTES + " in one text");
        }
        if (matches > MAX_MATCHES) {
            throw route.refuse("the " + matches + "th match", "at most " + MAX_MATCHES + " in one text");
        }
    }

    /** Counts a regular expression; one that is too large by itself is left to be refused as such. */
    void countExpression(Value where, String source) {
        long its = Expression.repeated(source);
        repeated += its > Expression.MAX_REPEATED ? 0 : its;
        if (repeated > MAX_REPEATED) {
            throw where.refuse(
                    "regular expressions whose repetitions come to " + repeated
                            + " characters when they are written out",
                    "at most " + MAX_REPEATED + " in one text");
        }
    }
}
