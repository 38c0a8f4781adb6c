package dev.weft.bench.comparison.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.closed.Calls;
import dev.weft.bench.closed.Outcome;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import reactor.core.publisher.Mono;

@Timeout(60)
class CallerTests {

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @ParameterizedTest
    @EnumSource(names = {"BLOCKING", "REACTIVE"})
    void runWhenAskedByARequestCallsOnOtherThreadsThanTheRequest(Calls calls) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("blocking", (BlockingCalls) this::read);
        beans.addBean("reactive", (ReactiveCalls) bytes -> Mono.fromSupplier(() -> read(bytes)));
        Caller caller =
                new Caller(beans.getBeanProvider(BlockingCalls.class), beans.getBeanProvider(ReactiveCalls.class));

        Outcome outcome = caller.run(calls, 2, 16, 10);

        assertThat(outcome.answered()).isPositive();
        assertThat(threads).isNotEmpty().doesNotContain(Thread.currentThread());
    }

    private long read(int bytes) {
        threads.add(Thread.currentThread());
        return bytes;
    }
}
