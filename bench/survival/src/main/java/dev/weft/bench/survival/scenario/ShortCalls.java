package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.Load;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import dev.weft.bench.load.Sample;
import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Requests;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls that have less time than the work takes, begun from before a clock steps until after it. */
record ShortCalls(Town town, Tier front, List<Tier> backs) {

    private static final int MILLIS = 500;
    private static final String SLOW = "delayMillis=1000";
    private static final int RATE = 20;
    private static final int CALLS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** Some of their time is kept for ways back, and machines are slow at times; a clock that is wrong is so by an hour. */
    private static final int SOONEST_MILLIS = 250;

    private static final int GRACE_MILLIS = 500;

    /** Lets requests wait as they will: the first hundred at once open as many connections, which takes cold JVMs a while. */
    void warmUp() {
        backs.forEach(back -> back.behave(SLOW));
        town.run(new Requests("waiting", ClockSteps.TIERS)
                .mixed(ClockSteps.RATE, 2 * ClockSteps.RATE, n -> front.uri("")));
        backs.forEach(back -> back.behave(""));
    }

    /** Steps clocks while they wait: how many of them don't end when their time is over. */
    long untimely(Findings findings, Duration ahead, Runnable step) {
        backs.forEach(back -> back.behave(SLOW));
        RunningLoad slow = town.start(new Load(RATE, CALLS, this::request, ShortCalls::problem));
        slow.awaitSent(CALLS / 3);
        step.run();
        LoadReport report = slow.report();
        backs.forEach(back -> back.behave(""));
        findings.load("calls with 500 ms while clocks step to " + ahead.toMinutes() + " min", report);
        return report.samples().stream().filter(ShortCalls::isUntimely).count();
    }

    /** Writes, which are not repeated, have their whole time for one attempt. */
    private HttpRequest request(int n) {
        return HttpRequest.newBuilder(front.uri("/work?id=short-" + n))
                .POST(BodyPublishers.noBody())
                .header("mesh-timeout-ms", Integer.toString(MILLIS))
                .timeout(PATIENCE)
                .build();
    }

    private static @Nullable String problem(int n, HttpResponse<String> response) {
        return response.statusCode() == 504 ? null : response.statusCode() + " " + response.body();
    }

    private static boolean isUntimely(Sample sample) {
        long millis = TimeUnit.NANOSECONDS.toMillis(sample.latencyNanos());
        return !sample.isGood() || millis < SOONEST_MILLIS || millis > MILLIS + GRACE_MILLIS;
    }
}
