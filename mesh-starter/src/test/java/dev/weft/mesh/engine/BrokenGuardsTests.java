package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Breaker;
import dev.weft.mesh.resilience.Bulkhead;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.FakeDirectory;
import dev.weft.mesh.sim.Mesh;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A breaker or bulkhead of the user's own that throws costs that call, and no place. */
class BrokenGuardsTests {

    private boolean broken = true;
    private boolean brokenAtTheEnd;
    private final FakeDirectory directory = new FakeDirectory();
    private final Engine engine = new Engine(
            new EngineParts(
                    Mesh.SELF,
                    null,
                    "client-0",
                    directory,
                    service -> ServiceRules.defaults(),
                    new BrokenGuards(),
                    MeshMeters.NONE,
                    new SplittableRandom(42)),
            () -> 0);

    @Test
    void callWhenTheBreakerThrowsHoldsNoPlace() {
        directory.set(Mesh.SERVICE, Mesh.endpoint(1));
        Call call = engine.begin(Mesh.get(), 0);

        assertThatThrownBy(() -> call.next(0)).hasMessage("broken breaker");

        assertThat(underWay()).isZero();
    }

    @Test
    void callWhenBreakerAndBulkheadThrowAtItsEndHoldsNoPlaceAndIsRemembered() {
        broken = false;
        directory.set(Mesh.SERVICE, Mesh.endpoint(1));
        Call call = engine.begin(Mesh.get(), 0);
        assertThat(call.next(0)).isInstanceOf(Attempt.class);
        brokenAtTheEnd = true;

        assertThatThrownBy(() -> call.cancel(1)).isInstanceOf(IllegalStateException.class);

        assertThat(underWay()).isZero();
        assertThat(engine.destination(Mesh.SERVICE).recentCalls()).hasSize(1);
    }

    private int underWay() {
        return engine.destination(Mesh.SERVICE).limit().underWay();
    }

    private void fail(boolean when, String what) {
        if (when) {
            throw new IllegalStateException("broken " + what);
        }
    }

    private final class BrokenGuards implements Guards {

        @Override
        public Breaker breaker(ServiceName service, Subset subset) {
            return new Breaker() {
                @Override
                public boolean tryAcquire() {
                    fail(broken, "breaker");
                    return true;
                }

                @Override
                public void succeeded(long tookNanos) {}

                @Override
                public void failed(long tookNanos) {}

                @Override
                public void release() {
                    fail(brokenAtTheEnd, "breaker");
                }

                @Override
                public String state() {
                    return "closed";
                }
            };
        }

        @Override
        public Bulkhead bulkhead(ServiceName service) {
            return new Bulkhead() {
                @Override
                public boolean tryAcquire() {
                    return true;
                }

                @Override
                public void release() {
                    fail(brokenAtTheEnd, "bulkhead");
                }

                @Override
                public int limit() {
                    return 100;
                }

                @Override
                public int free() {
                    return 100;
                }
            };
        }
    }
}
