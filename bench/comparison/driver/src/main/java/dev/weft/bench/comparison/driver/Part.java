package dev.weft.bench.comparison.driver;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is measured besides the calls of columns. */
enum Part {
    FOOTPRINT("start-up, heap and threads of the application that calls nobody yet", Starts.WHOLE, Starts.QUICK),
    ENGINE("one decision by itself: nanoseconds, bytes, threads", Benchmarks.WHOLE, Benchmarks.QUICK),
    REGISTRY("10,000 instances' heartbeats, and 1,000 watchers of changes", Membership.WHOLE, Membership.QUICK);

    private final String title;
    private final Measurement whole;
    private final Measurement quick;

    Part(String title, Measurement whole, Measurement quick) {
        this.title = title;
        this.whole = whole;
        this.quick = quick;
    }

    /** By a name of the command line. */
    static Optional<Part> named(String name) {
        return Stream.of(values()).filter(part -> part.toString().equals(name)).findFirst();
    }

    Measurement measurement(boolean isQuick) {
        return isQuick ? quick : whole;
    }

    String title() {
        return title;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
