package dev.weft.mesh.document.file;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.security.EgressDocument;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of rules, each thing once as long as it lasts. Confined to one thread. */
final class RuleLog {

    private static final Logger log = LoggerFactory.getLogger(RuleWatch.class);

    private Map<String, Instant> loaded = Map.of();
    private Set<String> refused = Set.of();
    private Set<String> doubtful = Set.of();
    private @Nullable EgressDocument egress;

    /** Which files were read. */
    void files(List<RuleFile> files) {
        Map<String, Instant> now = new HashMap<>();
        for (RuleFile file : files) {
            Instant since = file.loaded();
            if (since != null) {
                now.put(file.name(), since);
                if (!since.equals(loaded.get(file.name()))) {
                    log.info("Rules were read from {}", file.name());
                }
            }
        }
        loaded.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> log.info("{} is gone, and its rules with it", name));
        loaded = now;
    }

    /** Which egress policy is in force. */
    void egress(EgressDocument now) {
        if (egress != null && !now.equals(egress)) {
            log.info("Egress goes by {} now", now.source());
        }
        egress = now;
    }

    /** What can't be in force. */
    void refusals(List<RuleFile> files, Map<ServiceName, String> problems) {
        Set<String> now = new TreeSet<>();
        files.forEach(file -> now.addAll(file.errors()));
        problems.forEach((service, problem) -> now.add(service + ": " + problem));
        now.stream()
                .filter(refusal -> !refused.contains(refusal))
                .forEach(refusal -> log.error("Rules refused; what was good before stays in force: {}", refusal));
        refused = now;
    }

    /** What has no effect, or not yet. */
    void warnings(List<String> troubles, Map<ServiceName, List<String>> warnings) {
        Set<String> now = new TreeSet<>(troubles);
        warnings.forEach((service, its) -> its.forEach(warning -> now.add(service + ": " + warning)));
        now.stream()
                .filter(warning -> !doubtful.contains(warning))
                .forEach(warning -> log.warn("Rules without effect: {}", warning));
        doubtful = now;
    }
}
