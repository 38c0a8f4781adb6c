package dev.weft.bench.comparison.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.closed.Calls;
import dev.weft.bench.closed.Outcome;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import reactor.core.publisher.Mono;

@Timeout(60)
class CallerTests {

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Set<String> services = ConcurrentHashMap.newKeySet();

    @ParameterizedTest
    @EnumSource(names = {"BLOCKING", "REACTIVE"})
    void runWhenAskedByARequestCallsOnOtherThreadsThanTheRequest(Calls calls) {
        Outcome outcome = caller().run(calls, 2, 16, 10);

        assertThat(outcome.answered()).isPositive();
        assertThat(threads).isNotEmpty().doesNotContain(Thread.currentThread());
    }

    @Test
    void firstTimesEachCallOfTheService() {
        List<Long> nanos = caller().first("late", 16, 3);

        assertThat(services).containsExactly("late");
        assertThat(nanos).hasSize(3).allSatisfy(each -> assertThat(each).isNotNegative());
        assertThat(threads).isNotEmpty().doesNotContain(Thread.currentThread());
    }

    private Caller caller() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("blocking", (BlockingCalls) this::read);
        beans.addBean("reactive", (ReactiveCalls) bytes -> Mono.fromSupplier(() -> read(bytes)));
        beans.addBean("services", (ServiceCalls) service -> {
            services.add(service);
            return this::read;
        });
        return new Caller(
                beans.getBeanProvider(BlockingCalls.class),
                beans.getBeanProvider(ReactiveCalls.class),
                beans.getBeanProvider(ServiceCalls.class));
    }

    private long read(int bytes) {
        threads.add(Thread.currentThread());
        return bytes;
    }
}
