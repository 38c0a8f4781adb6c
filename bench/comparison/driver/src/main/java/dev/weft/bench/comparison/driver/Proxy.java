package dev.weft.bench.comparison.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A proxy that may stand beside an application. */
enum Proxy {
    NGINX("nginx.conf", "-v", "-t") {
        @Override
        List<String> command(String executable, Path folder) {
            return List.of(executable, "-e", "stderr", "-p", folder.toString(), "-c", file(folder));
        }

        @Override
        Optional<String> outdated(String version) {
            Matcher number = NUMBER.matcher(version);
            return number.find() && Version.parse(number.group()).compareTo(KNOWS_E) < 0
                    ? Optional.of(version + " is too old (expected: " + KNOWS_E + " or newer, for its option -e)")
                    : Optional.empty();
        }
    },
    HAPROXY("haproxy.cfg", "-v", "-c") {
        @Override
        List<String> command(String executable, Path folder) {
            return List.of(executable, "-db", "-f", file(folder));
        }
    },
    ENVOY("envoy.yaml", "--version", "--mode", "validate") {
        @Override
        List<String> command(String executable, Path folder) {
            return List.of(executable, "-c", file(folder), "--log-level", "warn", "--disable-hot-restart");
        }
    };

    private static final String PORT = "@port@";
    private static final String ENDPOINT = "@endpoint@";

    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+");
    private static final Version KNOWS_E = Version.parse("1.19.5");
    private static final List<String> FOR_SERVERS = List.of("/usr/local/sbin", "/usr/sbin");

    private final String template;
    private final String versionOption;
    private final List<String> checkOptions;

    Proxy(String template, String versionOption, String... checkOptions) {
        this.template = template;
        this.versionOption = versionOption;
        this.checkOptions = List.of(checkOptions);
    }

    /** How it is started in the foreground, with the configuration that is in a folder of its own. */
    abstract List<String> command(String executable, Path folder);

    String file(Path folder) {
        return folder.resolve(template).toString();
    }

    /** What an executable says that it is. */
    String version(String executable) {
        return Said.by(List.of(executable, versionOption)).lines().findFirst().orElse("unknown version of " + this);
    }

    /** Why such a version can't be used; nothing if it can. */
    Optional<String> outdated(String version) {
        return Optional.empty();
    }

    /** What an executable has to say against the configuration that is in a folder of its own; nothing if it takes it. */
    Optional<String> refused(String executable, Path folder) {
        List<String> command = new ArrayList<>(command(executable, folder));
        command.addAll(checkOptions);
        Said said = Said.by(command);
        return said.status() == 0
                ? Optional.empty()
                : Optional.of(
                        this + " refuses " + file(folder) + ": " + said.lines().collect(Collectors.joining("; ")));
    }

    /** Where it is on this machine: servers are elsewhere than what everybody calls. */
    Optional<String> executable() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), FOR_SERVERS.stream())
                .map(folder -> Path.of(folder, toString()))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /**
     * Writes its configuration into a folder.
     *
     * @param templates where those of all proxies are
     * @param port where it listens
     * @param endpoints the ports that it hands on to
     */
    void configure(Path templates, Path folder, int port, List<Integer> endpoints) {
        try {
            Files.createDirectories(folder);
            String filled = filled(Files.readAllLines(templates.resolve(template)), port, endpoints);
            Files.writeString(folder.resolve(template), filled);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write the configuration of " + this, e);
        }
    }

    static String filled(List<String> template, int port, List<Integer> endpoints) {
        return template.stream()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> line.contains(ENDPOINT)
                        ? endpoints.stream().map(endpoint -> line.replace(ENDPOINT, endpoint.toString()))
                        : Stream.of(line.replace(PORT, Integer.toString(port))))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
