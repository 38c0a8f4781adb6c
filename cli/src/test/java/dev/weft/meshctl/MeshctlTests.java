package dev.weft.meshctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeshctlTests {

    /** Where nobody listens. */
    private static final String NOWHERE = "http://127.0.0.1:1";

    private static final String COLOUR = "\u001b[";

    @TempDir
    private Path home;

    @Test
    void helpWhenItListsTheCommandsEndsNoLineInTheAir() {
        assertThat(typed("--help").out().lines().filter(line -> line.endsWith(":")))
                .containsExactly("Which registry, and who asks:", "Commands:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get",
                "apply",
                "edit",
                "delete",
                "diff",
                "history",
                "rollback",
                "shift",
                "mirror",
                "fault",
                "override",
                "explain",
                "services",
                "instances",
                "status",
                "adopt",
                "login",
                "completion"
            })
    void helpWhenItIsOfOneCommandHasAnExample(String command) {
        assertThat(typed(command, "--help").out()).containsPattern("Examples?:\n  .*meshctl " + command);
    }

    @Test
    void commandWhenAnArgumentIsMissingShowsItsForm() {
        assertThat(typed("explain", "petdetails", "/pet/123/details").err())
                .startsWith("meshctl: Missing required parameter: '<url>'"
                        + " (expected: meshctl explain <caller> <METHOD> <url>)\n");
        assertThat(typed("shift", "petdetails").err())
                .contains("(expected: meshctl shift <service> <version>=<weight>...)\n");
        assertThat(typed("apply").err()).contains("(expected: meshctl apply -f <file>)\n");
    }

    @ParameterizedTest
    @CsvSource({
        "get -o xml, --output, xml, table or json or yaml",
        "rollback petdetails --to x, --to, x, a whole number",
        "rollback petdetails --to 99999999999999999999, --to, 99999999999999999999, a whole number",
        "history --limit 1.5, --limit, 1.5, a whole number",
        "fault petdetails --status busy, --status, busy, a whole number"
    })
    void optionWhenItsValueIsNoneSaysWhatIs(String words, String option, String value, String expected) {
        assertThat(typed(words.split(" ")).err())
                .startsWith("meshctl: " + option + ": \"" + value + "\" (expected: " + expected + ")\n");
    }

    @Test
    void diffWhenRevisionsStandAloneNamesTheirOptions() {
        assertThat(typed("diff", "petdetails", "1", "6").err())
                .startsWith(
                        "meshctl: one too many: 1 (expected: revisions as in meshctl diff petdetails --from 3 --to 7)\n");
    }

    @Test
    void commandWhenItIsNoneNamesTheLikes() {
        Typed wrong = typed("shft", "petdetails");

        assertThat(wrong.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(wrong.err()).startsWith("meshctl: no such command: shft (expected: shift");
    }

    /** It may be a password. */
    @Test
    void optionWhenItIsNoneIsNamedWithoutWhatFollowsIt() {
        assertThat(typed("login", "--passwd", "a-secret", NOWHERE).err())
                .startsWith("meshctl: no such option: --passwd")
                .doesNotContain("a-secret");
        assertThat(typed("completion", "--passwd=a-secret").err())
                .startsWith("meshctl: no such option: --passwd")
                .doesNotContain("a-secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--registry http://127.0.0.1:1 services",
                "services --registry http://127.0.0.1:1",
                "--user me --password a-secret -o json --registry 127.0.0.1:1 services",
                "--registry http://registry.example services --registry http://127.0.0.1:1"
            })
    void registryWhenItStandsBeforeTheCommandOrBehindItIsAsked(String words) {
        Typed asked = typed(words.split(" "));

        assertThat(asked.err())
                .isEqualTo("meshctl: no registry answers at " + NOWHERE
                        + " (connection refused), which --registry names\n");
        assertThat(asked.exit()).isEqualTo(Exit.UNAVAILABLE.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login --password a-secret http://127.0.0.1:1",
                "login http://127.0.0.1:1 --user me --password=a-secret",
                "--password a-secret login http://127.0.0.1:1"
            })
    void loginWhenThePasswordStandsOnTheCommandLineTriesIt(String words) {
        assertThat(typed(words.split(" ")))
                .isEqualTo(new Typed(
                        Exit.UNAVAILABLE.code(),
                        "",
                        "meshctl: no registry answers at " + NOWHERE
                                + " (connection refused), which the command line names\n"));
    }

    @Test
    void passwordWhenItIsNotSaidIsAskedFor() {
        Terminal terminal = new Terminal(home).knows("a-secret");

        terminal.type("login", NOWHERE);
        terminal.type("get", "--registry", NOWHERE, "--user", "me");

        assertThat(terminal.questions()).containsExactly("password of admin: ", "password of me: ");
    }

    /** Else the next word, which may be the command, would be taken for it. */
    @Test
    void passwordWhenNothingFollowsItIsMissing() {
        assertThat(typed("get", "--password").err()).contains("Missing required parameter for option '--password'");
    }

    @Test
    void passwordWhenItIsInTheInputLeavesTheRestOfItToTheCommand() {
        Typed applied = new Terminal(home)
                .pipe("a-secret\nservices: { petservice: { timeout: 1s } }\n")
                .type("apply", "-f", "-", "--password-stdin", "--registry", NOWHERE);

        assertThat(applied.exit()).isEqualTo(Exit.UNAVAILABLE.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2.5s", "soon", "s", "2s 3s"})
    void faultWhenTheDelayIsNoTimeWithItsUnitSaysWhatIs(String delay) {
        Typed refused = typed("fault", "petdetails", "--delay", delay, "--delay-percent", "50", "--registry", NOWHERE);

        assertThat(refused)
                .isEqualTo(new Typed(
                        Exit.USAGE.code(),
                        "",
                        "meshctl: --delay: \"" + delay
                                + "\" (expected: a time with its unit, such as 500ms, 2s or 1m)\n"));
    }

    @Test
    void overrideWhenItPrintsARequestSaysThatTheEdgeMustAdmitIt() {
        Typed field = typed("override", "petdetails=v2", "--force");
        Typed request = typed("override", "petdetails=v2", "--force", "--url", "http://localhost:8080/pet/123");

        assertThat(field).isEqualTo(new Typed(0, "mesh-route: petdetails=v2\n", ""));
        assertThat(request.out()).isEqualTo("curl -H 'mesh-route: petdetails=v2' 'http://localhost:8080/pet/123'\n");
        assertThat(request.err()).contains("unless a rule of its admits the request", "-H 'Cookie: dogfood=on'");
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, , true, true",
        "true, false, , true, false",
        "false, true, , false, true",
        "false, false, , false, false",
        "true, true, '', true, true",
        "true, true, 1, false, false",
        "true, false, 1, false, false",
        "false, true, 1, false, false"
    })
    void coloursWhenAPersonReadsAStreamAreOnItUnlessTheyAreNotWanted(
            boolean outIsRead, boolean errIsRead, @Nullable String noColor, boolean out, boolean err) {
        Terminal terminal = new Terminal(home).read(outIsRead, errIsRead);
        if (noColor != null) {
            terminal.with("NO_COLOR", noColor);
        }

        Typed help = terminal.type("--help");
        Typed mistake = terminal.type("shft");
        Typed note = terminal.type("override", "petdetails=v2", "--force", "--url", "http://localhost:8080/pet/123");

        assertThat(help.out().contains(COLOUR)).isEqualTo(out);
        assertThat(mistake.err().contains(COLOUR)).isEqualTo(err);
        assertThat(note.err().contains(COLOUR)).isEqualTo(err);
        assertThat(note.out()).doesNotContain(COLOUR);
    }

    private Typed typed(String... words) {
        return Typed.in(home, words);
    }
}
