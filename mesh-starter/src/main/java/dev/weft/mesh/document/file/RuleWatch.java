package dev.weft.mesh.document.file;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.RuleBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at rule files again and again, on a daemon thread of its own. Looking costs little and can't miss anything,
 * whatever way files are replaced: the links of a ConfigMap, an editor that writes a new file, a network drive.
 */
public final class RuleWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RuleWatch.class);

    /** After a change was seen, until it is looked whether it was all. */
    private static final Duration STILL = Duration.ofMillis(100);

    private final RuleLocations locations;
    private final RuleFiles files;
    private final RuleBook book;
    private final EgressFiles egress;
    private final Supplier<Map<ServiceName, List<String>>> warnings;
    private final Duration refresh;
    private final RuleLog told = new RuleLog();
    private final ScheduledThreadPoolExecutor thread;

    private volatile List<String> troubles = List.of();

    /**
     * @param warnings what is to be said of services' rules
     * @param refresh how often to look
     */
    public RuleWatch(
            RuleLocations locations,
            RuleBook book,
            EgressFiles egress,
            Supplier<Map<ServiceName, List<String>>> warnings,
            Duration refresh) {
        this.locations = locations;
        this.files = new RuleFiles(book, egress);
        this.book = book;
        this.egress = egress;
        this.warnings = warnings;
        this.refresh = refresh;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread daemon = new Thread(task, "mesh-rules");
            daemon.setDaemon(true);
            return daemon;
        });
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Puts in force what is there, and goes on looking. */
    public void start() {
        boolean still = look();
        tell();
        again(still);
    }

    /** The files that were found. */
    public List<RuleFile> files() {
        return files.files();
    }

    /** Locations that are not there or can't be read, and what else of the files has no effect. */
    public List<String> troubles() {
        return troubles;
    }

    private void again(boolean still) {
        Duration pause = still || refresh.compareTo(STILL) < 0 ? refresh : STILL;
        thread.schedule(this::lookAgain, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void lookAgain() {
        boolean still = true;
        try {
            still = look();
            tell();
        } catch (RuntimeException e) {
            log.error("The rules' files could not be looked at; they are again in {}.", refresh, e);
        } finally {
            again(still);
        }
    }

    private boolean look() {
        Instant when = Instant.now();
        Look look = locations.look(when);
        boolean still = files.take(look, when);
        List<String> now = new ArrayList<>();
        look.troubles().values().forEach(trouble -> now.add(trouble.words()));
        now.addAll(files.warnings());
        troubles = List.copyOf(now);
        return still;
    }

    private void tell() {
        told.files(files.files());
        told.egress(egress.inForce());
        told.refusals(files.files(), book.problems());
        told.warnings(troubles, warnings.get());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
