package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.security.EgressDocument;
import dev.weft.mesh.security.EgressEntry;
import dev.weft.mesh.security.EgressPolicy;
import dev.weft.mesh.security.EgressPolicy.Mode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressDocumentsTests {

    private static final String FILE = "rules/egress.yml";

    @Test
    void documentWhenItIsWrittenAsApplicationYmlIsReadAsIt() {
        EgressDocument document = document("""
                mesh:
                  egress:
                    mode: deny
                    allow:
                      - host: api.example.com
                      - { host: "*.example.org", protocol: https }
                      - { host: ledger.example, ports: [ 8443, "80" ], private: true }
                """);

        assertThat(document.source()).isEqualTo(FILE + ":3");
        assertThat(document.policy())
                .isEqualTo(new EgressPolicy(
                        Mode.DENY,
                        List.of(
                                new EgressEntry("api.example.com", Set.of(), null, false),
                                new EgressEntry("*.example.org", Set.of(), EgressEntry.Protocol.HTTPS, false),
                                new EgressEntry("ledger.example", Set.of(80, 8443), null, true))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mesh: { egress: { mode: deny, allow: [ { host: a.test } ] } }",
                "mesh.egress: { MODE: DENY, allow: [ { host: A.test } ] }",
                "mesh.egress.mode: deny\nmesh.egress.allow: [ { host: a.test } ]",
                "mesh.egress: { mode: deny }\nmesh.egress.allow: [ { host: a.test } ]\nmesh.services.pets.timeout: 1s",
                "{\"mesh\": {\"egress\":\t{\"mode\": \"deny\", \"allow\": [{\"host\": \"a.test\"}]}}}",
                "services: { pets: { timeout: 1s } }\n---\nmesh.egress: { mode: deny, allow: [ { host: a.test } ] }",
            })
    void documentWhenItIsWrittenOtherwiseSaysTheSame(String text) {
        assertThat(document(text).policy())
                .isEqualTo(new EgressPolicy(Mode.DENY, List.of(new EgressEntry("a.test", Set.of(), null, false))));
    }

    /** Only "off" is a boolean for YAML, and application.yml takes it without quotes. */
    @ParameterizedTest
    @CsvSource({"off, OFF", "'\"off\"', OFF", "allow, ALLOW", "deny, DENY"})
    void modeWhenItIsWrittenPlainlyIsTaken(String written, Mode mode) {
        assertThat(document("mesh.egress.mode: " + written).policy()).isEqualTo(new EgressPolicy(mode, List.of()));
    }

    @Test
    void modeWhenItIsLeftOutIsTheApplications() {
        assertThat(document("mesh.egress: { allow: [] }").policy()).isEqualTo(new EgressPolicy(Mode.ALLOW, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mesh: { egress: }",
                "mesh.egress: {}",
                "mesh.egress: { mode: , allow: ~ }",
                "services: { pets: { timeout: 1s } }"
            })
    void documentWhenItIsEmptyOrNullSaysNothing(String text) {
        RuleDocuments read = read(text);

        assertThat(read.egress()).isEmpty();
        assertThat(read.refusals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mdoe: deny                              | 2:5 | mesh.egress.mdoe: there is no such property (expected: one of allow, mode)
            mode: on                                | 2:11 | mesh.egress.mode: "on" (expected: one of off, allow, deny)
            mode: [ deny ]                          | 2:11 | mesh.egress.mode: a list (expected: one of off, allow, deny)
            allow: a.test                           | 2:12 | mesh.egress.allow: text (expected: a list, and in it properties below it)
            allow: [ a.test ]                       | 2:14 | mesh.egress.allow[0]: text (expected: a mapping, and in it one of host, ports, private, protocol)
            allow: [ { host: a.test }, ~ ]          | 2:32 | mesh.egress.allow[1]: nothing (expected: properties below it)
            allow: [ { ports: [ 80 ] } ]            | 2:14 | mesh.egress.allow[0]: no host (expected: a host name, *.suffix or an IP address)
            allow: [ { host: 'http://a.test' } ]    | 2:22 | mesh.egress.allow[0].host: "http://a.test" (expected: a host name, *.suffix or an IP address, without
            allow: [ { host: a.test, port: 80 } ]   | 2:30 | mesh.egress.allow[0].port: there is no such property (expected: one of host
            allow: [ { host: a.test, ports: [ 0 ] } ] | 2:37 | mesh.egress.allow[0].ports: 0 (expected: 1 to 65535)
            allow: [ { host: a.test, ports: [ a ] } ] | 2:39 | mesh.egress.allow[0].ports[0]: "a" (expected: a whole number)
            allow: [ { host: a.test, protocol: ftp } ] | 2:40 | mesh.egress.allow[0].protocol: "ftp" (expected: one of http, https)
            allow: [ { host: a.test, private: yes } ] | 2:39 | mesh.egress.allow[0].private: the boolean yes (expected: true or false
            """)
    void documentWhenItCantBeUsedIsRefusedAndTheTextsServicesAreNot(String egress, String place, String words) {
        RuleDocuments read =
                read("mesh: { services: { pets: { timeout: 1s } }, egress: {\n    " + egress + "\n  } }\n");

        assertThat(read.egress()).isEmpty();
        assertThat(read.services().get(FILE)).containsOnlyKeys(ServiceName.of("pets"));
        assertThat(read.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.kind()).isEqualTo(RuleDocuments.Refusal.Kind.EGRESS);
            assertThat(refusal.reason().getMessage())
                    .startsWith(FILE + ":" + place + ": ")
                    .contains(words);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { mesh.egress: { mode: deny }, mesh: { egress: { mode: allow } } } | :1:16: mesh.egress: a second time in this text (expected: egress once)
            { mesh.egress: { mode: deny }, mesh.egress.mode: allow }           | :1:32: mode: a second time (expected: each property once)
            { egress: { mode: deny } }                                        | :1:3: egress: not supported (expected: one of mesh, services, mesh.services, mesh.egress)
            """)
    void textWhenItSaysEgressTwiceOrElsewhereIsRefusedWhole(String text, String words) {
        assertThatExceptionOfType(InvalidDocumentException.class)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith(FILE)
                .withMessageContaining(words);
    }

    private static EgressDocument document(String text) {
        RuleDocuments read = read(text);
        assertThat(read.refusals()).isEmpty();
        assertThat(read.egress()).containsOnlyKeys(FILE);
        return read.egress().get(FILE);
    }

    private static RuleDocuments read(String text) {
        return RuleDocuments.read(Map.of(FILE, text), ServiceRules.defaults());
    }
}
