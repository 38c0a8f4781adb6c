package dev.weft.bench.comparison.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HeapTests {

    private static final int MUCH = 32 * 1024 * 1024;

    private final Heap heap = new Heap();
    private final AtomicReference<byte[]> held = new AtomicReference<>(new byte[1]);

    @Test
    void collectedCountsWhatIsHeldAndNoGarbage() {
        long before = heap.collected();
        held.set(new byte[MUCH]);
        long with = heap.collected();
        held.set(new byte[1]);

        assertThat(with - before).isGreaterThan(MUCH / 2);
        assertThat(with - heap.collected()).isGreaterThan(MUCH / 2);
    }
}
