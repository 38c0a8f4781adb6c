package dev.weft.meshctl.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTests {

    @Test
    void textWhenCellsDifferInLengthLinesColumnsUp() {
        Table table = new Table("NAME", "UP").row("petdetails", 2).row("a", "");

        assertThat(table.text(new Ansi(false))).isEqualTo("NAME        UP\npetdetails  2\na");
    }

    @Test
    void textWhenACellHoldsControlCharactersShowsThem() {
        Table table = new Table("COMMENT").row("\u001b[31mred\nsecond");

        assertThat(table.text(new Ansi(true))).isEqualTo("\u001b[1mCOMMENT\u001b[0m\n\\u001b[31mred\\nsecond");
    }
}
