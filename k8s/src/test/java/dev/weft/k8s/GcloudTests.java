package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every gcloud command of gke.md and deploy.sh is one that there is, with flags that it has. Nobody is asked. */
@Tag("same-everywhere")
class GcloudTests {

    /** To the end of the line, of the substitution that it is in, or to one that is in it. */
    private static final Pattern COMMAND = Pattern.compile("gcloud (?:[^()'`\n]|'[^']*')+");

    @TempDir
    private Path folder;

    @Test
    void commandsAreOfTheListOfWhatThereIs() throws Exception {
        Gcloud gcloud = Gcloud.read(Path.of("src", "test", "resources", "gcloud.txt"));

        assertThat(commands())
                .hasSizeGreaterThan(80)
                .allSatisfy(command ->
                        assertThat(gcloud.problems(command)).as(command).isEmpty());
    }

    @Test
    void problemsWhenCommandFlagOrValueIsUnknownAreNamed() throws Exception {
        Gcloud gcloud = Gcloud.read(Path.of("src", "test", "resources", "gcloud.txt"));

        assertThat(gcloud.problems("gcloud compute networks create weft --subnetmode=custom --quiet"))
                .containsExactly("--subnetmode: no flag of compute networks create");
        assertThat(gcloud.problems("gcloud compute networks create weft --subnet-mode custom --subnet-mode=costum"))
                .containsExactly(
                        "--subnet-mode: needs a value, by =", "--subnet-mode=costum (expected: auto, custom, legacy)");
        assertThat(gcloud.problems("gcloud compute network create weft"))
                .containsExactly("compute network create weft: no such command");
    }

    /** By gcloud itself, which knows what the list may have wrong. */
    @Test
    void commandsAreTakenByGcloudItsOwnLinter() throws Exception {
        Skip.unless(
                Command.exists("gcloud", "meta", "lint-gcloud-commands", "--help"),
                "gcloud commands by gcloud's own linter: there is none here");
        JsonArray commands = new JsonArray();
        for (String command : commands()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("command_string", command);
            commands.add(entry);
        }
        Path file = Files.writeString(folder.resolve("commands.json"), commands.toString());

        String found = Command.run("gcloud", "meta", "lint-gcloud-commands", "--commands-file=" + file)
                .printed();

        JsonArray results = JsonParser.parseString(found).getAsJsonArray();
        assertThat(results).hasSize(commands.size());
        assertThat(results)
                .filteredOn(result -> !result.getAsJsonObject().get("success").getAsBoolean())
                .extracting(result -> result.getAsJsonObject().get("command_string") + ": "
                        + result.getAsJsonObject().get("error_message"))
                .isEmpty();
    }

    /** Of the page, and all that deploy.sh runs, twice: what asks whether a thing is there has other flags. */
    private Set<String> commands() throws IOException, InterruptedException {
        Set<String> commands = new TreeSet<>(ofPage(Files.readString(Path.of("gke.md"))));
        for (Overlay overlay : List.of(Overlay.GKE, Overlay.GKE_INTERNAL, Overlay.GKE_WINDOWS)) {
            Stubs stubs = Stubs.in(Files.createDirectories(folder.resolve(overlay.toString())));
            for (int run = 0; run < 2; run++) {
                Deploy deployed = stubs.deploy("--skip-images", "--overlay", overlay.toString());
                assertThat(deployed.status()).as(deployed.said()).isZero();
            }
            stubs.asked().stream().filter(asked -> asked.startsWith("gcloud ")).forEach(commands::add);
        }
        return commands;
    }

    /** Lines that go on joined, variables as if they were words. */
    private static List<String> ofPage(String page) {
        String joined = page.replaceAll("\\\\\n\\s*", "").replaceAll("\\$\\{?\\w+}?", "any");
        return COMMAND.matcher(joined)
                .results()
                .map(command -> command.group().trim().replaceFirst("\\$$", "any"))
                .toList();
    }
}
