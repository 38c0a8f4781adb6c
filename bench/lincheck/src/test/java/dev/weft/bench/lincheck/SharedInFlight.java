package dev.weft.bench.lincheck;

import dev.weft.mesh.balance.BalancePolicy;
import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.model.Endpoint;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Attempts under way at an endpoint: none is lost or left over. While one's head comes it may count twice for a moment, so
 * that it is never counted less than once.
 */
public class SharedInFlight {

    private static final long START = 1_000_000;

    private final EndpointState state = new EndpointState(Endpoint.of("a", "10.0.0.1", 80), 1_000_000, false, this, 0);

    @Operation
    public void answered() {
        state.begin(START);
        state.answered(START, START);
        require(state.inFlight() >= 1, "an attempt is under way");
        state.endAnswered();
    }

    @Operation
    public void lost() {
        state.begin(START);
        require(state.inFlight() >= 1, "an attempt is under way");
        state.endUnanswered(START);
    }

    @Validate
    public void nothingIsLeft() {
        require(state.inFlight() == 0, "nothing is under way");
        require(!state.isOverdue(Long.MAX_VALUE / 2), "nothing waits");
        require(state.cost(BalancePolicy.defaults(), 0) == 1_000_000, "nothing costs");
    }

    private void require(boolean condition, String words) {
        if (!condition) {
            throw new IllegalStateException(words + ": " + state.inFlight());
        }
    }
}
