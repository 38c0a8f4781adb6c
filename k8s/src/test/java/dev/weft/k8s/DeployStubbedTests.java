package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What deploy.sh does, with programs in place of gcloud, kubectl, mvn and openssl that remember what they were asked. */
@Tag("same-everywhere")
class DeployStubbedTests {

    private Stubs stubs;

    @BeforeEach
    void standIn(@TempDir Path folder) throws IOException {
        stubs = Stubs.in(folder);
    }

    @Test
    void runWhenAllIsThereMakesNothingAnew() throws Exception {
        assertThat(stubs.deploy().status()).isZero();
        Map<String, String> secrets = stubs.secrets();
        stubs.forgetWhatWasAsked();

        Deploy again = stubs.deploy();

        assertThat(again.status()).as(again.said()).isZero();
        assertThat(stubs.asked()).noneMatch(asked -> asked.matches(".* (create|connect|delete|update|replace) .*"));
        assertThat(stubs.secrets())
                .isEqualTo(secrets)
                .hasSize(4)
                .extractingByKey("secret-mesh")
                .asString()
                .contains("join-secret: \"password-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mesh", "registry", "registry-database", "petmedicalhistory-database"})
    void runWhenNobodySaysWhetherThereIsASecretStopsAndReplacesNone(String secret) throws Exception {
        stubs.deploy();
        Map<String, String> secrets = stubs.secrets();
        stubs.forgetWhatWasAsked();
        stubs.failAt("get secret " + secret + " ");

        Deploy again = stubs.deploy();

        assertThat(again.status()).isEqualTo(1);
        assertThat(again.said())
                .contains("kubectl: nobody answers")
                .endsWith("can't tell whether there is a Secret " + secret
                        + " already (above is why). It was neither made nor replaced: run this again.\n");
        assertThat(stubs.secrets()).isEqualTo(secrets);
        assertThat(stubs.asked())
                .noneMatch(asked -> asked.contains("sql users create"))
                .last()
                .asString()
                .contains("get secret " + secret + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl rand", "sql instances describe weft --format"})
    void runWhenThereIsNoPasswordOrAddressMakesNoSecretOfIt(String failing) throws Exception {
        stubs.failAt(failing);

        assertThat(stubs.deploy().status()).isEqualTo(1);

        assertThat(stubs.secrets().values()).noneMatch(secret -> secret.contains(": \"\"") || secret.contains("//"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vpc-peerings list", "dashboards list"})
    void runWhenNobodySaysWhatThereIsMakesNoSecond(String failing) throws Exception {
        stubs.deploy();
        stubs.forgetWhatWasAsked();
        stubs.failAt(failing);

        assertThat(stubs.deploy().status()).isEqualTo(1);

        assertThat(stubs.asked()).last().asString().contains(failing);
    }

    @Test
    void runSaysWhichRecordsAreNeededBeforeItWaits() throws Exception {
        stubs.deploy();

        List<String> asked = stubs.asked();
        assertThat(asked)
                .filteredOn(words -> words.contains("--format=value(dnsResourceRecord") || words.contains(" wait "))
                .extracting(words -> words.replaceFirst(".*(weft-\\w+|gateway/edge) .*", "$1"))
                .startsWith("weft-pets", "weft-petdetails", "gateway/edge");
        assertThat(asked.indexOf(first(asked, "dns-authorizations describe weft-petdetails .*--format=.*")))
                .isLessThan(asked.indexOf(first(asked, "mvn .*")));
    }

    @Test
    void dryRunSaysEveryCommandAndRunsNone() throws Exception {
        Deploy dry = stubs.deploy("--dry-run");
        assertThat(stubs.asked()).containsExactly("kubectl kustomize overlays/gke");
        assertThat(stubs.cloud()).isDirectoryContaining("glob:**/asked").isDirectoryNotContaining("glob:**/is_*");

        Deploy real = stubs.deploy();

        assertThat(real.status()).as(real.said()).isZero();
        assertThat(dry.commands())
                .extracting(command -> command.replace("<number>", "424242"))
                .isEqualTo(real.commands());
        // Nothing else either, but for questions.
        assertThat(stubs.asked().stream()
                        .filter(asked -> !asked.matches(".* (describe|list|get|kustomize|rand) .*"))
                        .filter(asked -> !asked.endsWith(" -f -"))
                        .map(asked -> "+ " + asked.replaceFirst("--password=.*", "--password=...")))
                .isSubsetOf(real.commands());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --overlay  | local          | gke, gke-internal, gke-windows or gke-httproutes
            --project  | 1234567890     | a project's ID, such as my-project; not its name or number
            --region   | europe-west1-b | a region, not a zone, such as europe-west1
            --registry | gcr.io/weft    | small letters, digits and hyphens, such as weft
            --domain   | localhost      | a domain, such as example.com
            --cluster  | My             | small letters, digits and hyphens, such as weft
            --tag      | a#b            | an image's tag, such as 1.0
            """)
    void startWhenAValueIsNoneOfItsKindSaysWhatIsExpected(String option, String value, String expected)
            throws Exception {
        Deploy refused = stubs.deploy(option, value);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.said()).isEqualTo("deploy.sh: %s: %s (expected: %s)\n", option, value, expected);
        assertThat(stubs.cloud()).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"--dryrun, --dryrun: unknown (expected: the options above)", "--tag, --tag needs a value"})
    void startWhenAnOptionIsUnknownOrEndsEarlySaysWhichThereAre(String option, String complaint) throws Exception {
        Deploy refused = stubs.deploy(option);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.said()).startsWith("usage: k8s/deploy.sh ").endsWith("deploy.sh: " + complaint + "\n");
        assertThat(stubs.cloud()).isEmptyDirectory();
    }

    private static String first(List<String> asked, String pattern) {
        return asked.stream()
                .filter(words -> words.matches("(.* )?" + pattern))
                .findFirst()
                .orElseThrow();
    }
}
