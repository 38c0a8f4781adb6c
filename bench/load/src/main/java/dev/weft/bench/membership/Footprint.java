package dev.weft.bench.membership;

import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a registry takes of its machine. */
final class Footprint {

    private static final Pattern VALUE = Pattern.compile("\"value\":([0-9.E]+)");
    private static final double MIB = 1 << 20;

    private final Fleet fleet;
    private final Instance registry;
    private final String authorization;

    /** @param authorization of who may read its figures */
    Footprint(Fleet fleet, Instance registry, String authorization) {
        this.fleet = fleet;
        this.registry = registry;
        this.authorization = authorization;
    }

    /** How many cores it takes while something runs. */
    double coresDuring(Runnable something) {
        Duration cpu = registry.cpu();
        long start = System.nanoTime();
        something.run();
        long elapsed = System.nanoTime() - start;
        return registry.cpu().minus(cpu).toNanos() / (double) elapsed;
    }

    /** Its live heap and its resident memory. */
    String memory() {
        run(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid(), "GC.run");
        String heap = fleet.send(HttpRequest.newBuilder(registry.uri("/actuator/metrics/jvm.memory.used?tag=area:heap"))
                        .header("Authorization", authorization)
                        .build())
                .body();
        Matcher used = VALUE.matcher(heap);
        if (!used.find()) {
            throw new IllegalStateException("no figure in " + heap);
        }
        double resident =
                Double.parseDouble(run("ps", "-o", "rss=", "-p", pid()).strip()) * 1024;
        return String.format(
                "%.0f MiB of heap after a collection, %.0f MiB resident",
                Double.parseDouble(used.group(1)) / MIB, resident / MIB);
    }

    private String pid() {
        return Long.toString(registry.pid());
    }

    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (InputStream output = process.getInputStream()) {
                return new String(output.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't run " + String.join(" ", command), e);
        }
    }
}
