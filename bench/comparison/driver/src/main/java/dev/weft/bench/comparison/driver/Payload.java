package dev.weft.bench.comparison.driver;

/** How long answers are. */
enum Payload {
    TINY("tiny", 16),
    KIB_1("1 KiB", 1_024),
    KIB_64("64 KiB", 64 * 1_024),
    MIB_10("10 MiB, streamed", 10 * 1_024 * 1_024);

    private final String title;
    private final int bytes;

    Payload(String title, int bytes) {
        this.title = title;
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return title;
    }
}
