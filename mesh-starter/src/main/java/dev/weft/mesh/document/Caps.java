package dev.weft.mesh.document;

/** Counts what becomes of a text: a few lines may mean many routes, once for each parent. */
final class Caps {

    /** How many routes the rules of one text may come to. */
    static final int MAX_ROUTES = 1_024;

    /** How many matches the rules of one text may come to. */
    static final int MAX_MATCHES = 4_096;

    private int routes;
    private int matches;

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
}
