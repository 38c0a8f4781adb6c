package dev.weft.mesh.directory;

import dev.weft.mesh.model.ServiceName;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one answer made doubtful, or cleared, in words for the log: one line an answer, however many services. */
final class Doubts {

    private static final Logger log = LoggerFactory.getLogger(Directory.class);

    private static final int MOST_NAMES = 5;

    private final String source;
    private Map<ServiceName, Integer> before = Map.of();
    private final Map<ServiceName, Integer> risen = new TreeMap<>();
    private final Map<ServiceName, Integer> cleared = new TreeMap<>();

    Doubts(String source) {
        this.source = source;
    }

    void before(Trust trust) {
        before = trust.doubtful();
    }

    void after(Trust trust, Set<ServiceName> changed) {
        for (ServiceName service : changed) {
            int was = before.getOrDefault(service, 0);
            int is = trust.of(service).doubtful();
            if (is > was) {
                risen.put(service, is);
            } else if (is == 0 && was > 0) {
                cleared.put(service, was);
            }
        }
    }

    void log() {
        if (!risen.isEmpty()) {
            log.warn(
                    "{} left out too many endpoints at once: {}. They stay in use until they fail, or until this is confirmed.",
                    source,
                    names(risen));
        }
        if (!cleared.isEmpty()) {
            log.info("{}: endpoints are no longer in doubt: {}.", source, names(cleared));
        }
    }

    private static String names(Map<ServiceName, Integer> services) {
        StringBuilder names = new StringBuilder();
        services.entrySet().stream()
                .limit(MOST_NAMES)
                .forEach(entry -> names.append(names.isEmpty() ? "" : ", ")
                        .append(entry.getValue())
                        .append(" of ")
                        .append(entry.getKey()));
        int more = services.size() - MOST_NAMES;
        return more > 0 ? names + " and those of " + more + " more services" : names.toString();
    }
}
