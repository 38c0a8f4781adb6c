package dev.weft.meshctl.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.meshctl.Failure;
import org.junit.jupiter.api.Test;

class RuleEditsTests {

    private static final String ONE_ROUTE = """
            services:
              petdetails:
                routes:
                  - to: [ { version: v1 } ] # all of it
                    retry:
                      attempts: 3
                # no more
            """;

    private static final Fault FAULT = new Fault("2s", "50", "503", "12.5");

    @Test
    void mirrorWhenThereIsNoneStandsBehindTheRest() {
        assertThat(mirror(ONE_ROUTE, "v2", "10")).isEqualTo("""
                services:
                  petdetails:
                    routes:
                      - to: [ { version: v1 } ] # all of it
                        retry:
                          attempts: 3
                        mirror: [{to: {version: v2}, percent: 10}]
                    # no more
                """);
    }

    @Test
    void mirrorWhenOthersAreThereKeepsThem() {
        String both = mirror(mirror(ONE_ROUTE, "v2", "10"), "v3", null);

        assertThat(both).contains("mirror: [{to: {version: v2}, percent: 10}, {to: {version: v3}}]");
        assertThat(mirror(both, "v2", "20"))
                .contains("mirror: [{to: {version: v3}}, {to: {version: v2}, percent: 20}]");
        assertThat(RuleEdits.withoutMirror("petdetails", both, null, "v3")).isEqualTo(mirror(ONE_ROUTE, "v2", "10"));
    }

    @Test
    void mirrorWhenItEndsLeavesTheTextAsItWas() {
        assertThat(RuleEdits.withoutMirror("petdetails", mirror(ONE_ROUTE, "v2", null), null, null))
                .isEqualTo(ONE_ROUTE);
        assertThat(RuleEdits.withoutMirror("petdetails", ONE_ROUTE, null, null)).isEqualTo(ONE_ROUTE);
    }

    @Test
    void faultWhenItEndsLeavesTheTextAsItWas() {
        String faulty = RuleEdits.fault("petdetails", ONE_ROUTE, null, FAULT);

        assertThat(faulty)
                .contains(
                        "        fault: {delay: 2s, delay-percent: 50, status: 503, abort-percent: 12.5}\n    # no more");
        assertThat(RuleEdits.withoutFault("petdetails", faulty, null)).isEqualTo(ONE_ROUTE);
    }

    @Test
    void faultWhenItIsFirstOrAloneIsTakenOut() {
        assertThat(RuleEdits.withoutFault(
                        "petdetails",
                        "services.petdetails:\n  routes:\n  - fault: { status: 503 }\n    to:\n    - version: v1\n",
                        null))
                .isEqualTo("services.petdetails:\n  routes:\n  - to:\n    - version: v1\n");
        assertThat(RuleEdits.withoutFault(
                        "petdetails", "services.petdetails:\n  routes:\n  - fault:\n      status: 503\n", null))
                .isEqualTo("services.petdetails:\n  routes:\n  - {}\n");
        assertThat(RuleEdits.withoutFault(
                        "petdetails",
                        "services: { petdetails: { routes: [ { to: [ { version: v1 } ], fault: { status: 503 } } ] } }",
                        null))
                .isEqualTo("services: { petdetails: { routes: [ { to: [ { version: v1 } ] } ] } }");
    }

    @Test
    void mirrorAndFaultWhenNoRoutesAreStoredSayThatTheyMustBe() {
        assertThatThrownBy(() -> mirror(null, "v2", null))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("no routes of petdetails are stored, so there is none for a mirror (expected:");
        assertThatThrownBy(
                        () -> RuleEdits.fault("petdetails", "services: { petdetails: { timeout: 1s } }", null, FAULT))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("no routes of petdetails are stored, so there is none for a fault");
    }

    private static String mirror(String text, String version, String percent) {
        return RuleEdits.mirror("petdetails", text, null, version, percent);
    }
}
