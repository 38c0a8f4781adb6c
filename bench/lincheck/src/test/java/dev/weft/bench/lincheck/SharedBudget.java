package dev.weft.bench.lincheck;

import dev.weft.mesh.resilience.BudgetPolicy;
import dev.weft.mesh.resilience.RetryBudget;
import org.jetbrains.lincheck.datastructures.Operation;

/** A budget of one retry a request: none is granted twice, and none refused that is there. */
public class SharedBudget {

    private static final BudgetPolicy POLICY = new BudgetPolicy(100, 0);

    private final RetryBudget budget = new RetryBudget();

    @Operation
    public void deposit() {
        budget.deposit(0);
    }

    @Operation
    public boolean withdraw() {
        return budget.tryWithdraw(POLICY, 0);
    }
}
