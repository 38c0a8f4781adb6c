package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.output.Printable;
import dev.weft.meshctl.registry.AccessFinder;
import dev.weft.meshctl.registry.Registry;
import dev.weft.meshctl.registry.Wanted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the last word of a line may become. */
final class Candidates {

    private final HalfLine line;
    private final Shell shell;

    Candidates(HalfLine line, Shell shell) {
        this.line = line;
        this.shell = shell;
    }

    List<String> all() {
        return candidates()
                .filter(candidate -> candidate.startsWith(line.last()))
                .map(Printable::line)
                .toList();
    }

    private Stream<String> candidates() {
        if (line.isAtOption()) {
            return options();
        }
        ArgSpec expected = line.expected();
        if (expected != null) {
            return values(expected);
        }
        return line.parameters().isEmpty() ? commands() : Stream.empty();
    }

    private Stream<String> options() {
        return line.command().options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .sorted();
    }

    private Stream<String> commands() {
        return line.command().subcommands().entrySet().stream()
                .filter(command ->
                        !command.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey);
    }

    /** By what the help calls it. */
    private Stream<String> values(ArgSpec expected) {
        return switch (expected.paramLabel()) {
            case "<service>", "<caller>" -> versions().keySet().stream();
            case "<version>" -> versionsOf(called());
            case "<version>=<weight>" -> versionsOf(called()).map(version -> version + "=");
            case "<service>=<version>" ->
                versions().entrySet().stream()
                        .flatMap(service ->
                                service.getValue().stream().map(version -> service.getKey() + "=" + version));
            case "<METHOD>" -> Stream.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
            case "<url>" ->
                line.parameters().isEmpty()
                        ? Stream.empty()
                        : versions().keySet().stream().map(service -> "http://" + service + "/");
            case "<format>" -> Stream.of("table", "json", "yaml");
            default -> Stream.empty();
        };
    }

    private String called() {
        return line.parameters().isEmpty() ? "" : line.parameters().get(0);
    }

    private Stream<String> versionsOf(String service) {
        return versions().getOrDefault(service, List.of()).stream();
    }

    /** Of each service, as the registry knows them. */
    private Map<String, List<String>> versions() {
        // Whoever presses a key is not asked for a password.
        Shell silent = shell.with(question -> null);
        Wanted wanted = new Wanted(
                line.said().get("--registry"),
                line.said().get("--user"),
                line.said().get("--password"),
                false);
        Map<String, List<String>> versions = new LinkedHashMap<>();
        for (JsonNode service :
                new Registry(new AccessFinder(silent).find(wanted)).services().path("services")) {
            List<String> its = new ArrayList<>();
            service.path("versions").forEach(version -> its.add(version.asText()));
            versions.put(service.path("name").asText(), its);
        }
        return versions;
    }
}
