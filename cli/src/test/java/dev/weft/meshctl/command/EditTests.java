package dev.weft.meshctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.meshctl.StubServer;
import dev.weft.meshctl.Terminal;
import dev.weft.meshctl.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditTests {

    private static final String RULES = "/mesh/v1/rules/petservice";
    private static final String PROBLEM = "application/problem+json";
    private static final String STORED = "# meshctl: a comment of theirs\nservices:\n  petservice: { timeout: 1s }\n";

    @TempDir
    private Path home;

    private StubServer registry;

    @BeforeEach
    void start() throws IOException {
        registry = new StubServer()
                .says("GET " + RULES, STORED)
                .says("POST " + RULES + "/dry-run", "{\"problems\": [], \"diff\": \"a difference\"}")
                .says("PUT " + RULES, "{\"revision\": 2}");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void editWhenNothingWasChangedStoresNothingAndLeavesNoFile() throws IOException {
        Typed edited = edit("true");

        assertThat(edited).isEqualTo(new Typed(0, "petservice: nothing changed\n", ""));
        assertThat(draft()).doesNotExist();
    }

    @Test
    void editWhenOnlyTheEndsOfLinesHaveChangedStoresNothing() throws IOException {
        assertThat(edit("sed -i 's/$/\\r/' \"$1\"").out()).isEqualTo("petservice: nothing changed\n");
        assertThat(edit("printf %s \"$(cat \"$1\")\" >\"$1\"").out()).isEqualTo("petservice: nothing changed\n");
    }

    @Test
    void editWhenTheFileWasSavedEmptySaysHowRulesAreDeleted() throws IOException {
        assertThat(edit(": >\"$1\"").out()).contains("saved empty (meshctl delete");
        assertThat(draft()).doesNotExist();
    }

    @Test
    void editWhenTheChangeWasMadeLeavesNoFile() throws IOException {
        assertThat(edit("sed -i s/1s/2s/ \"$1\""))
                .isEqualTo(new Typed(0, "petservice: revision 2 (was 1), as edited\n", ""));
        assertThat(draft()).doesNotExist();
    }

    @Test
    void editWhenTheRegistryFailsKeepsTheText() throws IOException {
        registry.says("POST " + RULES + "/dry-run", 503, PROBLEM, "{\"detail\": \"not now\"}");
        expectKept(edit("sed -i s/1s/2s/ \"$1\""), 7, "not now");
    }

    @Test
    void editWhenSomebodyElseWasFirstKeepsTheText() throws IOException {
        registry.says("PUT " + RULES, 412, PROBLEM, "{\"detail\": \"too late\"}");
        expectKept(edit("sed -i s/1s/2s/ \"$1\""), 4, "too late");
    }

    @Test
    void editWhenTheTextIsGivenUpKeepsItWithoutTheRemarks() throws IOException {
        registry.says("POST " + RULES + "/dry-run", """
                {"problems": [{"line": 3, "column": 5, "problem": "2s", "expected": "3s"}]}
                """);
        expectKept(edit("sed -i s/1s/2s/ \"$1\""), 3, "petservice:3:5: 2s (expected: 3s)");
    }

    @Test
    void editWhenTheEditorFailsKeepsWhatWasWritten() throws IOException {
        expectKept(edit("sed -i s/1s/2s/ \"$1\"; false"), 1, "the editor ended with status 1");

        assertThat(edit("false").err()).doesNotContain("kept");
        assertThat(draft()).doesNotExist();
    }

    @Test
    void editWhenThereIsNeitherATerminalNorAnEditorSaysWhatWouldHelp() {
        registry.close();

        assertThat(new Terminal(home).type("edit", "petservice", "--registry", registry.address()))
                .isEqualTo(
                        new Typed(
                                1,
                                "",
                                "meshctl: no terminal for an editor (expected: another one in EDITOR, or meshctl apply -f -)\n"));
    }

    private void expectKept(Typed edited, int exit, String why) throws IOException {
        assertThat(edited.exit()).isEqualTo(exit);
        assertThat(edited.err())
                .contains("your text is kept in " + draft() + ": meshctl apply -f " + draft() + " stores it\n")
                .contains(why);
        assertThat(draft()).hasContent(STORED.replace("1s", "2s"));
        Files.delete(draft());
    }

    /** The file that the editor was opened with. */
    private Path draft() throws IOException {
        return Path.of(Files.readString(home.resolve("opened")).strip());
    }

    private Typed edit(String script) throws IOException {
        Path editor = home.resolve("editor");
        Files.writeString(editor, "#!/bin/sh\necho \"$1\" >\"" + home.resolve("opened") + "\"\n" + script + "\n");
        Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
        return new Terminal(home)
                .with("EDITOR", editor.toString())
                .type("edit", "petservice", "--registry", registry.address());
    }
}
