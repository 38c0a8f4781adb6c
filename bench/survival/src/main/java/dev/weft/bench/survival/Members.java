package dev.weft.bench.survival;

import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The instances that a registry knows.
 *
 * @param told each one's id, its status, and when it last had news of itself
 */
public record Members(Set<Told> told) {

    private static final Pattern MEMBER = Pattern.compile(
            "<instanceId>(.*?)</instanceId>.*?<status>(.*?)</status>.*?<lastDirtyTimestamp>(.*?)</lastDirtyTimestamp>",
            Pattern.DOTALL);

    /** What a registry tells of one instance. */
    public record Told(String id, String status, String lastDirty) {}

    /** Asks the registry. */
    static Members of(Fleet fleet, Instance registry) {
        return parsed(fleet.get(registry.uri("/eureka/apps")).body());
    }

    static Members parsed(String apps) {
        Set<Told> told = new HashSet<>();
        Matcher member = MEMBER.matcher(apps);
        while (member.find()) {
            told.add(new Told(member.group(1), member.group(2), member.group(3)));
        }
        return new Members(Set.copyOf(told));
    }

    public Set<String> ids() {
        return told.stream().map(Told::id).collect(Collectors.toSet());
    }

    public int size() {
        return told.size();
    }
}
