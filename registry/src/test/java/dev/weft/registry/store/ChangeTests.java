package dev.weft.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.mesh.model.ServiceName;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be stored, before a database is asked. */
class ChangeTests {

    static String[] wrongAuthors() {
        return new String[] {"", "x".repeat(256), "alice\nbob", "alice\0"};
    }

    @ParameterizedTest
    @MethodSource("wrongAuthors")
    void authorWhenNoDatabaseWouldTakeItIsRefused(String author) {
        assertThatThrownBy(() -> by(author))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("author: ")
                .hasMessageContaining("expected");
        assertThatThrownBy(() -> new Adoption(1, 0, author, Instant.EPOCH, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("author: ");
    }

    @Test
    void authorWhenAsLongAsCanBeIsTaken() {
        assertThat(by("x".repeat(255)).author()).hasSize(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\ntwo", "bell\007"})
    void commentWhenMoreThanOneLineOfTextIsRefused(String comment) {
        assertThatThrownBy(() -> new Change(ServiceName.of("petdetails"), "alice", comment, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("comment: with a control character (expected: one line of text)");
    }

    private static Change by(String author) {
        return new Change(ServiceName.of("petdetails"), author, "", null, null);
    }
}
