package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.Load;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clients whose answers say by which document of rules they went.
 *
 * @param clients that go by the same rules
 */
record MarkedClients(Town town, List<Tier> clients) {

    static final int RATE = 100;

    /**
     * Starts a load in which they take turns. Answers are whole, name their request, and say the same number twice. The gateway
     * hands on what one service says, services add their own.
     *
     * @param seconds at most
     * @param expected both numbers, or null for any one
     */
    RunningLoad start(String run, int seconds, @Nullable String expected) {
        return town.start(load(run, seconds, expected));
    }

    Load load(String run, int seconds, @Nullable String expected) {
        int requests = RATE * seconds;
        List<Load> each = clients.stream()
                .map(client -> new Requests(run, client.name().startsWith(Town.FRONT) ? 2 : 1)
                        .gets(RATE, requests, n -> client.uri("")))
                .toList();
        return new Load(RATE, requests, n -> each.get(n % each.size()).request().apply(n), (n, response) -> {
            String problem = each.get(n % each.size()).check().problem(n, response);
            return problem != null ? problem : problem(response, expected);
        });
    }

    private static @Nullable String problem(HttpResponse<String> response, @Nullable String expected) {
        String marks = RuleText.marks(response);
        return RuleText.isWhole(marks, expected) ? null : "marks " + marks + " " + response.body();
    }

    /** Waits until all of them go by the document of this number. */
    void await(int number) {
        String both = number + " " + number;
        for (Tier client : clients) {
            town.fleet()
                    .await(
                            "document " + number + " in force at " + client.name(),
                            Duration.ofSeconds(20),
                            () -> RuleText.marks(town.fleet().get(client.uri("/work?id=marks")))
                                    .equals(both));
        }
    }

    /** 1 if this document is the one that is stored. */
    int isStored(String document) {
        return town.rules().get(Town.BACK).body().equals(document) ? 1 : 0;
    }
}
