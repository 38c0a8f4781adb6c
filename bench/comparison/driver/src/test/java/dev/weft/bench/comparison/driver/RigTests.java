package dev.weft.bench.comparison.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RigTests {

    @Test
    void lackWhenMemoryIsShortSaysHowMuchIsNeeded() {
        assertThat(Rig.lack(List.of(Column.BARE), 2_699))
                .hasValueSatisfying(lack -> assertThat(lack).contains("6 JVMs", "2,700 MiB", "2,699"));
    }

    @Test
    void lackWhenThereIsEnoughIsNone() {
        assertThat(Rig.lack(List.of(Column.BARE), 2_700)).isEmpty();
    }

    @Test
    void lackCountsBackendsOncePerKindAndProxies() {
        // Two callers more, which call the same backends.
        assertThat(Rig.lack(List.of(Column.BARE, Column.LOADBALANCER), 3_600)).isEmpty();
        // Six proxies more than that.
        assertThat(Rig.lack(List.of(Column.BARE, Column.PROXIES_NGINX), 3_600)).isPresent();
        // Four backends more than that.
        assertThat(Rig.lack(List.of(Column.BARE, Column.WEFT), 5_400)).isEmpty();
        assertThat(Rig.lack(List.of(Column.BARE, Column.WEFT), 5_399)).isPresent();
    }

    @Test
    void lackCountsAColumnThatIsOnlyObservedOnce() {
        // One caller more, which calls backends that are there.
        assertThat(Rig.lack(List.of(Column.BARE, Column.BARE_SPAN), 3_150)).isEmpty();
        assertThat(Rig.lack(List.of(Column.BARE, Column.BARE_SPAN), 3_149)).isPresent();
        // Alone it has the pair that is observed.
        assertThat(Rig.lack(List.of(Column.BARE_SPAN), 1_350)).isEmpty();
    }

    @Test
    void lackWhenThereAreGatewaysCountsThem() {
        assertThat(Rig.lack(List.of(Column.GATEWAY_WEFT, Column.GATEWAY_STOCK), 5_400))
                .isEmpty();
        assertThat(Rig.lack(List.of(Column.GATEWAY_WEFT, Column.GATEWAY_STOCK), 5_399))
                .isPresent();
    }
}
