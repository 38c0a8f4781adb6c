package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.directory.LastKnownGood;
import dev.weft.mesh.model.ServiceName;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Where on the disk is kept what is known of the mesh, for a start without any registry.
 *
 * @param endpoints the file of endpoints, or null to keep nothing
 * @param writer writes it and those beside it
 */
record KnownFiles(@Nullable Path endpoints, Executor writer) {

    private static final String JSON = ".json";

    /**
     * Where it is kept.
     *
     * @param location the file of endpoints as it is configured: empty for none, null for one in the temp folder
     */
    static KnownFiles of(@Nullable String location, ServiceName service) {
        return new KnownFiles(file(location, service), writing());
    }

    private static @Nullable Path file(@Nullable String location, ServiceName service) {
        if (location != null) {
            return StringUtils.hasText(location) ? Path.of(location) : null;
        }
        Path folder = TempFolder.own(Path.of(System.getProperty("java.io.tmpdir")));
        return folder == null ? null : folder.resolve(service + ".endpoints" + JSON);
    }

    LastKnownGood lastKnownGood() {
        return endpoints == null ? LastKnownGood.none() : LastKnownGood.in(endpoints, writer);
    }

    /** The file of rules, beside that of endpoints, or null to keep nothing. */
    @Nullable
    Path rules() {
        if (endpoints == null) {
            return null;
        }
        String name = String.valueOf(endpoints.getFileName()).replaceFirst("(\\.endpoints)?(\\.json)?$", "");
        return endpoints.resolveSibling(name + ".rules" + JSON);
    }

    /** One daemon thread that goes when it has nothing to do. */
    private static Executor writing() {
        return new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "mesh-last-known-good");
            thread.setDaemon(true);
            return thread;
        });
    }
}
