package dev.weft.bench.comparison.driver;

import dev.weft.bench.fleet.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a run takes place on, and with which versions. */
final class Machine {

    private static final Pattern TOLD_OF = Pattern.compile(
            "(spring-boot|spring-web|httpclient5|reactor-netty-http|spring-cloud-loadbalancer|eureka-client|spring-cloud-gateway-server(?:-webflux)?|resilience4j-circuitbreaker|tomcat-embed-core)-\\d.*\\.jar");

    private static final Pattern KIB = Pattern.compile("(\\d+) kB");

    private Machine() {}

    /** @param shapes what is measured besides columns */
    static List<String> describe(Path root, Collection<Column> columns, Collection<Shape> shapes) {
        List<String> lines = new ArrayList<>();
        lines.add(System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " cores ("
                + line("/proc/cpuinfo", "model name") + "), " + line("/proc/meminfo", "MemTotal") + " of memory");
        lines.add(System.getProperty("java.vm.name") + " " + Runtime.version());
        Stream<String> modules = Stream.concat(
                columns.stream().flatMap(Column::modules), shapes.stream().map(Shape::module));
        lines.add(String.join(", ", libraries(root, modules)));
        columns.stream()
                .flatMap(column -> Stream.ofNullable(column.proxy()))
                .forEach(proxy -> proxy.executable().ifPresent(executable -> lines.add(proxy.version(executable))));
        return lines;
    }

    private static Set<String> libraries(Path root, Stream<String> modules) {
        Set<String> libraries = new LinkedHashSet<>();
        modules.distinct().forEach(module -> {
            Path app = Program.of(root.resolve(module)).jar();
            try (Stream<Path> files = Files.list(app.resolveSibling("lib"))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> TOLD_OF.matcher(name).matches())
                        .map(name -> name.replaceFirst("\\.jar$", ""))
                        .sorted()
                        .forEach(libraries::add);
            } catch (IOException e) {
                libraries.add(module + ": unknown libraries");
            }
        });
        return libraries;
    }

    /** What new processes may take without making the system swap; as much as there can be where it doesn't say. */
    static long availableMib() {
        Matcher kib = KIB.matcher(line("/proc/meminfo", "MemAvailable"));
        return kib.matches() ? Long.parseLong(kib.group(1)) / 1_024 : Long.MAX_VALUE;
    }

    private static String line(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
