package dev.weft.bench.closed;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a closed loop has come to.
 *
 * @param answered calls that were answered as expected
 * @param failed all others
 * @param nanos from the first call's start to the last one's end
 * @param allocated bytes that all threads of the process have allocated meanwhile
 * @param histogram nanoseconds of those that were answered: HdrHistogram's compressed form, in Base64
 * @param why one of the failures; null if there was none
 */
public record Outcome(
        long answered,
        long failed,
        long nanos,
        long allocated,
        String histogram,
        @Nullable String why) {

    static String encoded(Histogram latencies) {
        ByteBuffer buffer = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    /** How long calls took, in nanoseconds. */
    public Histogram latencies() {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(histogram)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("no histogram: " + histogram, e);
        }
    }
}
