package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

@Tag("same-everywhere")
class SkipTests {

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @Test
    void unlessWhenSomethingIsMissingSkipsEachTestAndSaysItOnce() {
        for (int test = 0; test < 2; test++) {
            assertThatExceptionOfType(TestAbortedException.class)
                    .isThrownBy(() -> Skip.unless(false, "this, for want of that", printed()))
                    .withMessageContaining("this, for want of that");
        }

        assertThat(console.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("!!!!!!!! NOT CHECKED: this, for want of that !!!!!!!!");
    }

    @Test
    void unlessWhenAllIsThereSaysNothing() {
        Skip.unless(true, "anything", printed());

        assertThat(console.size()).isZero();
    }

    private PrintStream printed() {
        return new PrintStream(console, true, StandardCharsets.UTF_8);
    }
}
