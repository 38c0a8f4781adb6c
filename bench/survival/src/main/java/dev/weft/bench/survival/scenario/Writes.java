package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Sample;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Town;
import java.util.List;
import java.util.Map;

/** What became of a load's writes at the service that keeps them. */
final class Writes {

    private Writes() {}

    /** None may have reached it twice, and each that was answered well must have reached it. */
    static void judge(Findings findings, Town town, Requests requests, LoadReport report) {
        Map<String, Integer> times = town.ledgers().of(Town.BACK);
        List<Sample> posts = report.samples().stream()
                .filter(sample -> Requests.isPost(sample.n()))
                .toList();
        findings.atMost(
                "POSTs that arrived twice",
                0,
                posts.stream()
                        .filter(post -> times.getOrDefault(requests.id(post.n()), 0) > 1)
                        .count(),
                "");
        findings.atMost(
                "POSTs answered well that never arrived",
                0,
                posts.stream()
                        .filter(post -> post.isGood() && !times.containsKey(requests.id(post.n())))
                        .count(),
                "");
    }
}
