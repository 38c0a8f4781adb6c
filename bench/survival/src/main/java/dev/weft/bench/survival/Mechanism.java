package dev.weft.bench.survival;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What can be switched off, to see a scenario fail without it. */
public enum Mechanism {
    RETRIES("nothing is tried again", Map.of("mesh.defaults.retry.attempts", "1")),
    BUDGET(
            "as many retries as there are attempts",
            Map.of(
                    "mesh.defaults.retry.budget-percent", "1000",
                    "mesh.defaults.retry.budget-min-per-second", "100000")),
    ADVICE("callers don't hear that it was tried again below", Map.of("tier.advice", "false")),
    BREAKER("breakers never open", never(Town.EDGE, Town.FRONT, Town.MID, Town.BACK)),
    EJECTION(
            "failing endpoints are used like others",
            Map.of(
                    "mesh.defaults.ejection.consecutive-failures", "0",
                    "mesh.defaults.ejection.min-success-percent", "0")),
    BALANCE("endpoints are chosen by a hash, whatever they cost", Map.of("mesh.defaults.affinity.query", "id")),
    SLOW_START("newcomers get their whole share at once", Map.of("mesh.defaults.balance.slow-start", "0s")),
    DRAIN("instances end at once", Map.of("mesh.drain.wait", "0s", "server.shutdown", "immediate")),
    KNOWN_GOOD("nothing is kept over a restart", Map.of("mesh.directory.last-known-good", ""), "registry-gone"),
    HEALTH("idle endpoints are not checked", Map.of(), "holes"),
    TIMEOUT("calls and attempts wait for as long as they do by default", Map.of(), "holes"),
    DEADLINE("callers don't say how long they wait", Map.of(), "deadline"),
    PATIENCE(
            "registries drop whoever is silent, also when most are",
            Map.of("registry.longest-silence", "1s"),
            "partition"),
    HOLD("callers let go of endpoints that a registry leaves out", Map.of("tier.hold", "false"), "partition"),
    PEERS("each process knows one registry only", Map.of(), "partition"),
    JITTER("clients that lose their registry together come back together", Map.of("tier.jitter", "false"), "return"),
    STEADY_CLOCK("durations are measured by the wall clock", Map.of(), "clock"),
    CLOSING("callers leave answers unread", Map.of("tier.leak", "true")),
    CHECK("documents that only look right are stored, too", Map.of(), "bad-rules"),
    WHOLE("clients get half of a document before the other half", Map.of(), "bad-rules");

    private final String without;
    private final Map<String, String> properties;
    private final Set<String> scenarios;

    /** @param scenarios those that can be without it; none: every one */
    Mechanism(String without, Map<String, String> properties, String... scenarios) {
        this.without = without;
        this.properties = Map.copyOf(properties);
        this.scenarios = Set.of(scenarios);
    }

    /** What it is like without it. */
    public String without() {
        return without;
    }

    /** What every process is told to do without it; nothing where the scenario itself leaves it out. */
    public Map<String, String> properties() {
        return properties;
    }

    /** The scenarios in which it can be missed; none: in every one. */
    public Set<String> scenarios() {
        return scenarios;
    }

    /** Its name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, String> never(String... services) {
        Map<String, String> properties = new HashMap<>();
        for (String service : services) {
            String breaker = "resilience4j.circuitbreaker.instances." + service;
            properties.put(breaker + ".sliding-window-type", "TIME_BASED");
            properties.put(breaker + ".minimum-number-of-calls", "1000000000");
        }
        return properties;
    }
}
