package dev.weft.mesh.actuate;

import dev.weft.mesh.balance.Candidate;
import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.balance.Outlook;
import dev.weft.mesh.balance.Pick;
import dev.weft.mesh.engine.Explanation;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.resilience.Ejection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoint a request would go to.
 *
 * @param why what would decide, in the words of decision traces; null if nothing can be chosen
 * @param chosen the endpoint, or null where the draw decides
 * @param candidates the likeliest first, no more than {@value #MOST}
 * @param more how many there are beyond these
 */
public record OutlookView(@Nullable String why, @Nullable String chosen, List<CandidateView> candidates, int more) {

    private static final int MOST = 100;
    private static final double PERCENT = 100.0;

    static OutlookView of(Explanation.Backend backend, Moment now) {
        Outlook outlook = backend.outlook();
        List<CandidateView> all = new ArrayList<>();
        outlook.candidates().stream()
                .sorted(Comparator.comparing((Candidate candidate) -> -candidate.chance()))
                .limit(MOST)
                .forEach(candidate -> all.add(CandidateView.of(candidate, backend.shares(), now)));
        backend.unused().stream()
                .limit(MOST - all.size())
                .forEach(unused -> all.add(CandidateView.of(unused, backend.shares(), now)));
        Pick.Why why = outlook.why();
        EndpointState chosen = outlook.chosen();
        return new OutlookView(
                why == null ? null : why.words(),
                chosen == null ? null : chosen.endpoint().id(),
                all,
                outlook.candidates().size() + backend.unused().size() - all.size());
    }

    /**
     * An endpoint of the service.
     *
     * @param eligible whether the balancer considers it
     * @param why it does or does not
     * @param chancePercent how likely it is chosen: of two that are drawn the cheaper one is, unless it has stopped answering
     * @param sharePercent how many of all requests like this one it gets, where they go to several destinations in turn;
     *     null where they all go to this one
     * @param costMillis what one more request would cost there, or null where that does not matter
     * @param ejected null unless it is out of the balancer
     */
    public record CandidateView(
            String id,
            String address,
            @Nullable String zone,
            @Nullable String version,
            boolean eligible,
            String why,
            double chancePercent,
            @Nullable Double sharePercent,
            @Nullable Double costMillis,
            int inFlight,
            EndpointView.@Nullable EjectionView ejected) {

        static CandidateView of(Candidate candidate, @Nullable Map<EndpointState, Double> shares, Moment now) {
            return of(
                    candidate.state(),
                    candidate.eligible(),
                    candidate.why(),
                    percent(candidate.chance()),
                    share(candidate.state(), shares),
                    candidate.cost(),
                    now);
        }

        static CandidateView of(Explanation.Unused unused, @Nullable Map<EndpointState, Double> shares, Moment now) {
            return of(unused.state(), false, unused.why(), 0, share(unused.state(), shares), null, now);
        }

        private static double percent(double part) {
            return Math.round(part * PERCENT * PERCENT) / PERCENT;
        }

        private static @Nullable Double share(EndpointState state, @Nullable Map<EndpointState, Double> shares) {
            return shares == null ? null : Double.valueOf(percent(shares.getOrDefault(state, 0.0)));
        }

        private static CandidateView of(
                EndpointState state,
                boolean eligible,
                String why,
                double percent,
                @Nullable Double share,
                @Nullable Double costNanos,
                Moment now) {
            Endpoint endpoint = state.endpoint();
            Ejection ejection = state.outlier().ejection();
            return new CandidateView(
                    endpoint.id(),
                    endpoint.address(),
                    endpoint.zone(),
                    endpoint.version(),
                    eligible,
                    why,
                    percent,
                    share,
                    costNanos == null ? null : Double.valueOf(Millis.of(costNanos)),
                    state.inFlight(),
                    ejection == null ? null : EndpointView.EjectionView.of(ejection, now));
        }
    }
}
