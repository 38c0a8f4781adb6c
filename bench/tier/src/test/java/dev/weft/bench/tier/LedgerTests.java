package dev.weft.bench.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTests {

    @TempDir
    private Path folder;

    @Test
    void enterWhenTheProcessStartsAgainAddsToWhatIsThere() {
        Path file = folder.resolve("back-1");

        new Ledger(file).enter("first");
        new Ledger(file).enter("second");

        assertThat(file).hasContent("first\nsecond\n");
    }

    @Test
    void enterWhenManyDoAtOnceKeepsEachOnALineOfItsOwn() {
        Path file = folder.resolve("back-1");
        Ledger ledger = new Ledger(file);
        List<String> ids = IntStream.range(0, 500).mapToObj(n -> "id-" + n).toList();

        ids.parallelStream().forEach(ledger::enter);

        assertThat(file).content().satisfies(text -> assertThat(text.lines()).containsExactlyInAnyOrderElementsOf(ids));
    }
}
