package dev.weft.mesh.telemetry;

/** The hundreds of an HTTP status, as a label and as an index. */
final class StatusClass {

    /** How many there are. */
    static final int COUNT = 6;

    private static final String[] NAMES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private StatusClass() {}

    /** 0 for no status, or one that HTTP doesn't know. */
    static int index(int status) {
        int hundreds = status / 100;
        return hundreds >= 1 && hundreds < COUNT ? hundreds : 0;
    }

    static String name(int index) {
        return NAMES[index];
    }
}
