package dev.weft.registry.store;

import java.util.Arrays;
import java.util.List;

/**
 * The stamps of all of a store's revisions: eight bytes each, so that whoever comes and knows one can be told at once
 * whether it is of this history. Immutable.
 */
public final class Stamps {

    static final Stamps NONE = new Stamps(new long[0]);

    /** By the numbers of the revisions, from 1. */
    private final long[] stamps;

    private Stamps(long... stamps) {
        this.stamps = stamps;
    }

    /** That of a revision, or {@link Revision#NO_STAMP} if it has none or isn't known. */
    long of(long number) {
        return number < 1 || number > stamps.length ? Revision.NO_STAMP : stamps[(int) number - 1];
    }

    /** The same with those of further revisions. */
    Stamps with(List<Revision> newer) {
        Builder all = new Builder(stamps);
        newer.forEach(revision -> all.put(revision.number(), revision.stamp()));
        return all.build();
    }

    /** Gathers them, in any order. Confined to one thread. */
    static final class Builder {

        private long[] stamps;
        private int last;

        Builder() {
            this.stamps = new long[16];
        }

        private Builder(long... known) {
            this.stamps = Arrays.copyOf(known, known.length + 1);
            this.last = known.length;
        }

        void put(long number, long stamp) {
            int place = Math.toIntExact(number);
            if (place > stamps.length) {
                stamps = Arrays.copyOf(stamps, Math.max(place, 2 * stamps.length));
            }
            stamps[place - 1] = stamp;
            last = Math.max(last, place);
        }

        Stamps build() {
            return new Stamps(Arrays.copyOf(stamps, last));
        }
    }
}
