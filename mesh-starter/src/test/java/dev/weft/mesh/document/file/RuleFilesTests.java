package dev.weft.mesh.document.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weft.mesh.extend.RequestCondition;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.Layer;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.security.EgressDocument;
import dev.weft.mesh.security.EgressEntry;
import dev.weft.mesh.security.EgressPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at real files, one after the other. */
class RuleFilesTests {

    private static final ServiceName PETS = ServiceName.of("pets");
    private static final ServiceName OTHER = ServiceName.of("other");
    private static final EgressPolicy APPLICATION = new EgressPolicy(EgressPolicy.Mode.DENY, List.of());

    @TempDir
    private Path temp;

    private Path folder;
    private final RuleBook book = new RuleBook(
            List.of(new RuleDocument("built in", EnumSet.allOf(Part.class), ServiceRules.defaults())), true);
    private final List<EgressDocument> told = new ArrayList<>();
    private final RuleFiles files =
            new RuleFiles(book, new EgressFiles(EgressDocument.ofApplication(APPLICATION), told::add));
    private RuleLocations locations;
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createDirectory(temp.resolve("rules"));
        locations = new RuleLocations(List.of(folder.toString()));
    }

    @Test
    void fileWhenItAppearsChangesAndGoesIsObeyed() throws IOException {
        look();
        assertThat(timeout(PETS)).isNull();

        write("pets.yml", timeout("pets", "1s"));
        lookTwice();
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));
        assertThat(book.effective(PETS).sources().get(Part.TIMEOUT)).isEqualTo(folder.resolve("pets.yml") + ":1");

        write("pets.yml", timeout("pets", "2s"));
        lookTwice();
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(2));

        Files.delete(folder.resolve("pets.yml"));
        lookTwice();
        assertThat(timeout(PETS)).isNull();
        assertThat(files.files()).isEmpty();
    }

    @Test
    void fileWhenItIsThereAtTheStartIsInForceAfterOneLook() throws IOException {
        write("pets.yml", timeout("pets", "1s"));

        assertThat(look()).isTrue();

        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));
    }

    /** An editor empties the file before it writes, or takes it away before it puts the new one. */
    @Test
    void fileWhenItIsBeingWrittenIsNotTakenForWhatItIsNot() throws IOException {
        write("pets.yml", timeout("pets", "1s"));
        look();

        write("pets.yml", "");
        assertThat(look()).isFalse();
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));
        Files.delete(folder.resolve("pets.yml"));
        look();
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));

        write("pets.yml", timeout("pets", "2s"));
        lookTwice();
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void fileWhenItCantBeReadAsADocumentLeavesWhatItSaidBeforeInForce() throws IOException {
        write("pets.yml", timeout("pets", "1s"));
        write("other.yml", timeout("other", "1s"));
        look();

        write("pets.yml", "services: { pets: [");
        write("other.yml", timeout("other", "2s"));
        lookTwice();

        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));
        assertThat(timeout(OTHER)).isEqualTo(Duration.ofSeconds(2));
        assertThat(errors("pets.yml")).singleElement().asString().contains("pets.yml:1:", "expected: YAML or JSON");
        assertThat(errors("other.yml")).isEmpty();

        write("pets.yml", timeout("pets", "3s"));
        lookTwice();
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(3));
        assertThat(errors("pets.yml")).isEmpty();
    }

    @Test
    void serviceWhenItsRulesAreBadKeepsItsLastGoodOnesAndTheFilesOthersMoveOn() throws IOException {
        write("all.yml", "services: { pets: { timeout: 1s }, other: { timeout: 1s } }");
        look();

        write("all.yml", "services: { pets: { timeout: soon }, other: { timeout: 2s } }");
        lookTwice();
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));
        assertThat(timeout(OTHER)).isEqualTo(Duration.ofSeconds(2));

        write("all.yml", "services: { pets: { timeout: later }, other: { timeout: 3s } }");
        lookTwice();
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));
        assertThat(timeout(OTHER)).isEqualTo(Duration.ofSeconds(3));
        assertThat(errors("all.yml")).singleElement().asString().contains("services.pets.timeout: \"later\"");
    }

    @Test
    void fileWhenItIsBadAtTheStartLeavesTheOthersInForce() throws IOException {
        write("bad.yml", "a: [");
        write("pets.yml", timeout("pets", "1s"));

        look();

        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));
        assertThat(files.files()).extracting(RuleFile::loaded).containsExactly(null, now);
    }

    @Test
    void httpRoutesWhenOneIsBadStayAsTheyWere() throws IOException {
        write("route.yml", httpRoute("pets", "weight: 1"));
        look();
        assertThat(book.rules(PETS).routes()).hasSize(1);

        write("route.yml", httpRoute("pets", "weight: -1"));
        lookTwice();

        assertThat(book.rules(PETS).routes()).hasSize(1);
        assertThat(errors("route.yml")).singleElement().asString().contains("backendRefs[0].weight");

        Files.delete(folder.resolve("route.yml"));
        lookTwice();
        assertThat(book.rules(PETS).routes()).isEmpty();
    }

    @Test
    void httpRouteWhenItIsBadInPlaceOfRulesLeavesThoseInForce() throws IOException {
        write("pets.yml", timeout("pets", "1s"));
        look();

        write("pets.yml", httpRoute("pets", "weight: -1"));
        lookTwice();
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));
        write("pets.yml", httpRoute("pets", "weight: -2"));
        lookTwice();
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));

        write("pets.yml", httpRoute("pets", "weight: 1"));
        lookTwice();
        assertThat(timeout(PETS)).isNull();
        assertThat(book.rules(PETS).routes()).hasSize(1);
    }

    @Test
    void rulesWhenTheyAreBadInPlaceOfAnHttpRouteLeaveItInForce() throws IOException {
        write("pets.yml", httpRoute("pets", "weight: 1"));
        look();

        write("pets.yml", timeout("pets", "soon"));
        lookTwice();
        assertThat(book.rules(PETS).routes()).hasSize(1);
        write("pets.yml", timeout("pets", "later"));
        lookTwice();
        assertThat(book.rules(PETS).routes()).hasSize(1);

        write("pets.yml", timeout("pets", "1s"));
        lookTwice();
        assertThat(book.rules(PETS).routes()).isEmpty();
    }

    @Test
    void httpRouteWhenItsFileGoesWhileAnotherIsBadGoesToo() throws IOException {
        write("route.yml", httpRoute("pets", "weight: 1"));
        write("pets.yml", timeout("pets", "1s"));
        look();

        write("pets.yml", timeout("pets", "soon"));
        Files.delete(folder.resolve("route.yml"));
        lookTwice();

        assertThat(book.rules(PETS).routes()).isEmpty();
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));
    }

    /** Whose routes of pets are in force is told by their weights. */
    @Test
    void httpRoutesWhenOneFileGoesWhileAnotherIsBadAreTheBadOnesFromBefore() throws IOException {
        write("a.yml", httpRoute("pets", "weight: 1"));
        write("b.yml", httpRoute("pets", "weight: 2"));
        look();
        assertThat(weights()).containsExactly(1, 2);

        write("b.yml", httpRoute("pets", "weight: -1"));
        lookTwice();
        assertThat(weights()).containsExactly(1, 2);

        Files.delete(folder.resolve("a.yml"));
        lookTwice();
        assertThat(weights()).containsExactly(2);
    }

    @Test
    void httpRoutesWhenTheOnlyGoodFileGoesAreNoneThoughABadOneStays() throws IOException {
        write("a.yml", httpRoute("pets", "weight: 1"));
        write("b.yml", httpRoute("pets", "weight: -1"));
        look();
        assertThat(weights()).containsExactly(1);

        Files.delete(folder.resolve("a.yml"));
        lookTwice();
        assertThat(weights()).isEmpty();
        assertThat(errors("b.yml")).hasSize(1);
    }

    /** The older one goes first, whatever the names of the files. */
    @Test
    void httpRoutesWhenOneFileIsBadAndAnotherChangesAreTheOldOnesAndTheNewOnesByPrecedence() throws IOException {
        String older = httpRoute("pets", "weight: 2")
                .replace("metadata: {", "metadata: { creationTimestamp: \"2026-01-01T00:00:00Z\",");
        write("a.yml", httpRoute("pets", "weight: 1"));
        write("b.yml", older);
        look();
        assertThat(weights()).containsExactly(2, 1);

        write("a.yml", httpRoute("pets", "weight: 3"));
        write("b.yml", older.replace("weight: 2", "weight: -1"));
        lookTwice();
        assertThat(weights()).containsExactly(2, 3);
    }

    @Test
    void rulesWhenTheyAreBadInPlaceOfAnHttpRouteLeaveItInForceBesideAnotherFiles() throws IOException {
        write("a.yml", httpRoute("pets", "weight: 1"));
        write("b.yml", httpRoute("pets", "weight: 2"));
        look();

        write("b.yml", timeout("pets", "soon"));
        lookTwice();
        assertThat(weights()).containsExactly(1, 2);

        write("a.yml", httpRoute("pets", "weight: 3"));
        lookTwice();
        assertThat(weights()).containsExactly(3, 2);

        write("b.yml", timeout("pets", "1s"));
        lookTwice();
        assertThat(weights()).containsExactly(3);
    }

    @Test
    void layersWhenFilesAndHttpRoutesAndTheApplicationSpeakAreStackedInThisOrder() throws IOException {
        book.put(
                Layer.APPLICATION,
                Map.of(
                        PETS,
                        List.of(new RuleDocument("application", EnumSet.of(Part.TIMEOUT), ServiceRules.defaults()))));
        write("10-base.yml", "services: { pets: { timeout: 1s, routes: [ { to: [ { version: v1 } ] } ] } }");
        write("20-more.yml", timeout("pets", "2s"));
        write("30-route.yml", httpRoute("pets", "weight: 1"));

        look();

        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(2));
        assertThat(book.effective(PETS).sources().get(Part.ROUTES)).startsWith("HTTPRoute ");
        assertThat(book.effective(PETS).hidden())
                .extracting(hidden ->
                        hidden.part().words() + " of " + hidden.source().replace(folder + "/", ""))
                .containsExactlyInAnyOrder(
                        "routes of 10-base.yml:1", "timeout of 10-base.yml:1", "timeout of application");
    }

    /** As the kubelet does it: the files are links through ..data, which is put over to another folder at once. */
    @Test
    void configMapWhenItIsUpdatedIsObeyed() throws IOException {
        configMap("..2026_01", timeout("pets", "1s"));
        Files.createSymbolicLink(folder.resolve("pets.yml"), Path.of("..data", "pets.yml"));
        look();
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));
        assertThat(files.files()).hasSize(1);

        configMap("..2026_02", timeout("pets", "2s"));
        lookTwice();

        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(2));
    }

    /** As {@code cp -p} does it, with a text of the same size. */
    @Test
    void fileWhenItIsReplacedInPlaceWithItsTimeKeptIsObeyed() throws IOException {
        Path file = folder.resolve("pets.yml");
        assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("unix");
        Instant modified = Instant.now().minusSeconds(60);
        write("pets.yml", timeout("pets", "1s"), modified);
        Object changed = Files.getAttribute(file, "unix:ctime");
        // So late that the file is no longer young.
        now = Instant.now().plusSeconds(60);
        look();

        do {
            write("pets.yml", timeout("pets", "2s"), modified);
        } while (Files.getAttribute(file, "unix:ctime").equals(changed));
        lookTwice();

        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void fileWhenNothingHasChangedIsNotReadAgain() throws IOException {
        Path file = folder.resolve("pets.yml");
        write("pets.yml", timeout("pets", "1s"));
        now = Instant.now().plusSeconds(60);
        FileTexts texts = new FileTexts();

        assertThat(texts.text(file, now)).isSameAs(texts.text(file, now));
    }

    /** A file system may note the time of both changes as the same. */
    @Test
    void fileWhenItIsYoungIsReadAgain() throws IOException {
        now = Instant.now();
        Instant changed = now;
        write("pets.yml", timeout("pets", "1s"), changed);
        look();
        write("pets.yml", timeout("pets", "2s"), changed);
        now = now.plusSeconds(60);

        lookTwice();

        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void configMapWhenItsFilesAreOfTheSameAgeIsObeyed() throws IOException {
        now = Instant.now();
        Instant changed = now.minusSeconds(60);
        configMap("..2026_01", timeout("pets", "1s"));
        age(folder.resolve("..2026_01").resolve("pets.yml"), changed);
        Files.createSymbolicLink(folder.resolve("pets.yml"), Path.of("..data", "pets.yml"));
        look();

        Path next = Files.createDirectory(temp.resolve("next"));
        Files.writeString(next.resolve("pets.yml"), timeout("pets", "2s"));
        age(next.resolve("pets.yml"), changed);
        swap(next);
        lookTwice();

        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void locationWhenItIsMissingIsSaidAndItsFilesAreTakenWhenTheyCome() throws IOException {
        Files.delete(folder);
        look();
        assertThat(locations.look(now).troubles().values())
                .singleElement()
                .asString()
                .contains(folder + ": there is no such file or folder");

        Files.createDirectory(folder);
        write("pets.yml", timeout("pets", "1s"));
        lookTwice();

        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));
        assertThat(locations.look(now).troubles()).isEmpty();
    }

    @Test
    void folderWhenItHoldsOtherThingsReadsRuleFilesOnly() throws IOException {
        write(".pets.yml.swp", "a: [");
        write(".hidden.yml", "a: [");
        write("pets.yml~", "a: [");
        write("notes.txt", "a: [");
        Files.createDirectory(folder.resolve("folder.yml"));
        Files.createSymbolicLink(folder.resolve("dangling.yml"), Path.of("nowhere"));
        write("pets.json", "{\"services\": {\"pets\": {\"timeout\": \"1s\"}}}");

        look();

        assertThat(files.files())
                .extracting(RuleFile::name)
                .containsExactly(folder.resolve("pets.json").toString());
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void fileWhenItIsNoTextOrTooLongIsRefused() throws IOException {
        Files.write(folder.resolve("latin.yml"), "# caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        write("long.yml", "#".repeat((1 << 20) + 1));
        write("mark.yml", "\uFEFF" + timeout("pets", "1s"));

        look();

        assertThat(errors("latin.yml")).singleElement().asString().contains("is no text in UTF-8");
        assertThat(errors("long.yml")).singleElement().asString().contains("at most 1 MiB");
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(1));
    }

    /** Two files that are good each by itself. */
    @Test
    void serviceWhenItsFilesContradictEachOtherKeepsWhatItHad() throws IOException {
        write("a.yml", "services: { pets: { attempt-timeout: 2s } }");
        look();
        write("b.yml", timeout("pets", "1s"));
        lookTwice();

        assertThat(timeout(PETS)).isNull();
        assertThat(book.problem(PETS))
                .contains("timeout: PT1S is shorter than attempt-timeout: PT2S", "a.yml:1", "b.yml:1");
    }

    @Test
    void egressWhenAFileSaysItIsInForceUntilTheFileGoes() throws IOException {
        write("pets.yml", timeout("pets", "1s"));
        look();
        assertThat(told).isEmpty();

        write("egress.yml", egress("dogs.test"));
        lookTwice();
        assertThat(told).containsExactly(dogs("egress.yml"));

        Files.delete(folder.resolve("egress.yml"));
        lookTwice();
        assertThat(told).hasSize(2).endsWith(EgressDocument.ofApplication(APPLICATION));
    }

    /** Of two policies nothing is mixed: the stronger file's list is all that is allowed. */
    @Test
    void egressWhenSeveralFilesSayItIsTheStrongestOnesWhole() throws IOException {
        write("10-base.yml", "mesh.egress: { mode: allow, allow: [ { host: cats.test } ] }");
        write("20-more.yml", egress("dogs.test"));
        write("30-rest.yml", timeout("pets", "1s"));

        look();

        assertThat(told).containsExactly(dogs("20-more.yml"));
    }

    @Test
    void egressWhenItIsBadStaysAsItWasAndTheFilesServicesMoveOn() throws IOException {
        write("all.yml", egress("dogs.test") + timeout("pets", "1s"));
        look();

        write("all.yml", egress("dogs.test:80") + timeout("pets", "2s"));
        lookTwice();
        assertThat(told).containsExactly(dogs("all.yml"));
        assertThat(timeout(PETS)).isEqualTo(Duration.ofSeconds(2));
        assertThat(errors("all.yml"))
                .singleElement()
                .asString()
                .startsWith(
                        folder.resolve("all.yml") + ":1:33: mesh.egress.allow[0].host: \"dogs.test:80\" (expected: ");

        write("all.yml", "mesh: [");
        lookTwice();
        assertThat(told).containsExactly(dogs("all.yml"));
    }

    private EgressDocument dogs(String file) {
        EgressEntry dogs = new EgressEntry("dogs.test", Set.of(), null, false);
        return new EgressDocument(folder.resolve(file) + ":1", new EgressPolicy(EgressPolicy.Mode.DENY, List.of(dogs)));
    }

    private static String egress(String host) {
        return "mesh.egress: { allow: [ { host: \"" + host + "\" } ] }\n";
    }

    @Test
    void fileWhenReadingItFailsUnexpectedlyIsReadAgainAtTheNextLook() throws IOException {
        AtomicBoolean failed = new AtomicBoolean();
        RuleBook conditional = new RuleBook(
                List.of(new RuleDocument("built in", EnumSet.allOf(Part.class), ServiceRules.defaults())),
                true,
                new Conditions(List.of(new RequestCondition() {
                    @Override
                    public String name() {
                        return "any";
                    }

                    @Override
                    public Predicate<CallRequest> parse(String text) {
                        if (failed.compareAndSet(false, true)) {
                            throw new NoClassDefFoundError("not yet");
                        }
                        return request -> true;
                    }
                })));
        RuleFiles its =
                new RuleFiles(conditional, new EgressFiles(EgressDocument.ofApplication(APPLICATION), told::add));
        write(
                "pets.yml",
                "services: { pets: { routes: [ { match: { custom: { any: a } }, to: [ { version: a } ] } ] } }");
        assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> its.take(locations.look(now), now));

        its.take(locations.look(now), now);

        assertThat(conditional.rules(PETS).routes()).hasSize(1);
    }

    private void configMap(String version, String text) throws IOException {
        Path data = Files.createDirectory(folder.resolve(version));
        Files.writeString(data.resolve("pets.yml"), text);
        swap(Path.of(version));
    }

    private void swap(Path data) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), data);
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String timeout(String service, String timeout) {
        return "services: { " + service + ": { timeout: " + timeout + " } }\n";
    }

    private static String httpRoute(String service, String weight) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: { name: %1$s }
                spec:
                  parentRefs: [ { group: "", kind: Service, name: %1$s } ]
                  rules: [ { backendRefs: [ { name: %1$s-v2, port: 80, %2$s } ] } ]
                """.formatted(service, weight);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void write(String name, String text, Instant changed) throws IOException {
        write(name, text);
        age(folder.resolve(name), changed);
    }

    private static void age(Path file, Instant changed) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(changed));
    }

    private boolean look() {
        now = now.plusSeconds(1);
        return files.take(locations.look(now), now);
    }

    private void lookTwice() {
        look();
        look();
    }

    private @Nullable Duration timeout(ServiceName service) {
        return book.rules(service).timeouts().total();
    }

    private List<Integer> weights() {
        return book.rules(PETS).routes().stream()
                .map(route -> route.to().get(0).weight())
                .toList();
    }

    private List<String> errors(String name) {
        List<String> errors = new ArrayList<>();
        files.files().stream()
                .filter(file -> file.name().equals(folder.resolve(name).toString()))
                .forEach(file -> errors.addAll(file.errors()));
        return errors;
    }
}
