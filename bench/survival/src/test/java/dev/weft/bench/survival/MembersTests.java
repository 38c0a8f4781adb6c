package dev.weft.bench.survival;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MembersTests {

    @Test
    void parsedWhenARegistryTellsOfInstancesIsEachWithItsNews() {
        Members members = Members.parsed(apps(instance("back-1", "UP", 7), instance("front-1", "DOWN", 8)));

        assertThat(members.ids()).containsExactlyInAnyOrder("back-1", "front-1");
        assertThat(members)
                .isEqualTo(Members.parsed(apps(instance("front-1", "DOWN", 8), instance("back-1", "UP", 7))));
    }

    @Test
    void membersWhenOneHasNewsAreOthers() {
        assertThat(Members.parsed(apps(instance("back-1", "UP", 7))))
                .isNotEqualTo(Members.parsed(apps(instance("back-1", "UP", 8))))
                .isNotEqualTo(Members.parsed(apps(instance("back-1", "DOWN", 7))));
    }

    private static String apps(String... instances) {
        return "<applications><application><name>BACK</name>\n" + String.join("\n", instances)
                + "</application></applications>";
    }

    private static String instance(String id, String status, long lastDirty) {
        return """
                <instance>
                  <instanceId>%s</instanceId>
                  <status>%s</status>
                  <overriddenstatus>UNKNOWN</overriddenstatus>
                  <lastDirtyTimestamp>%d</lastDirtyTimestamp>
                </instance>
                """.formatted(id, status, lastDirty);
    }
}
