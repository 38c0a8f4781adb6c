package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndpointSetTests {

    @Test
    void sinceWhenEndpointsHaveChangedTellsWhatIsNow() {
        EndpointSet set = EndpointSet.of(Map.of("a", member("a", 1)), 1);
        set = put(set, "b", 2);
        set = leave(set, "a", false, 3);
        set = leave(set, "b", true, 4);
        set = put(set, "c", 5);

        assertThat(set.since(1).put()).containsExactly(member("c", 3).endpoint());
        assertThat(set.since(1).gone()).containsExactly("a");
        assertThat(set.since(1).lapsed()).containsExactly("b");
        assertThat(set.since(4).gone()).isEmpty();
        assertThat(set.since(4).put()).hasSize(1);
        assertThat(set.since(5).put()).isEmpty();
        assertThat(set.version()).isEqualTo(5);
    }

    @Test
    void sinceWhenAnEndpointLapsedAndLeftLaterByItsWordTellsThatItIsGone() {
        EndpointSet set = EndpointSet.of(Map.of("a", member("a", 1)), 1);
        set = leave(set, "a", true, 2);
        set = put(set, "a", 3);
        set = leave(set, "a", false, 4);

        assertThat(set.since(1).gone()).containsExactly("a");
        assertThat(set.since(1).lapsed()).isEmpty();
    }

    @Test
    void sinceWhenTheVersionIsUnknownTellsNothing() {
        EndpointSet set = put(EndpointSet.of(Map.of(), 7), "a", 8);

        assertThat(set.since(6)).isNull();
        assertThat(set.since(9)).isNull();
    }

    @Test
    void sinceWhenMoreHasChangedThanIsRememberedTellsNothing() {
        EndpointSet set = EndpointSet.of(Map.of(), 0);
        for (int n = 1; n <= 1_100; n++) {
            set = put(set, "i" + n, n);
        }

        assertThat(set.since(0)).isNull();
        assertThat(set.since(1_000).put()).hasSize(100);
    }

    @Test
    void versionWhenNothingThatIsSeenHasChangedStays() {
        EndpointSet set = EndpointSet.of(Map.of("a", member("a", 1)), 1);

        assertThat(put(set, "a", 2).version()).isEqualTo(1);
    }

    @Test
    void allWhenTwoHaveOneAddressIsTheYounger() {
        Member older = new Member(new EndpointView("older", "host", 1, false, null, Map.of()), 1);
        Member younger = new Member(new EndpointView("younger", "host", 1, false, null, Map.of()), 2);
        EndpointSet both = EndpointSet.of(Map.of("older", older, "younger", younger), 1);

        assertThat(both.all()).containsExactly(younger.endpoint());
        assertThat(leave(both, "younger", false, 2).all()).containsExactly(older.endpoint());
    }

    private static EndpointSet put(EndpointSet set, String id, long version) {
        return set.after(Map.of(id, member(id, version)), Set.of(), version);
    }

    private static EndpointSet leave(EndpointSet set, String id, boolean lapsed, long version) {
        Map<String, @Nullable Member> changes = new HashMap<>();
        changes.put(id, null);
        return set.after(changes, lapsed ? Set.of(id) : Set.of(), version);
    }

    private static Member member(String id, long since) {
        return new Member(new EndpointView(id, "host-" + id, 1, false, null, Map.of()), since);
    }
}
