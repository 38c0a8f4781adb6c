package dev.weft.bench.comparison.caller;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the application holds, and not what its collector has not got round to. */
@RestController
class Heap {

    /** Collects, and says how many bytes are left. */
    @PostMapping("/heap")
    long collected() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .filter(pool -> pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }
}
