package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1EnvVar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What deploy.sh would do, by its own word: it makes what the manifests ask for, by the same names. */
@Tag("same-everywhere")
class DeployTests {

    @BeforeAll
    static void whereThereIsKubectl() {
        Skip.unless(Kubectl.MISSING.isEmpty(), "deploy.sh: " + Kubectl.MISSING);
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void dryRunMakesWhatTheManifestsName(Overlay overlay) throws Exception {
        Manifests manifests = overlay.manifests();
        Document gateway = manifests.all("Gateway").get(0);
        String said = Deploy.dryRun(overlay).said();

        assertThat(said)
                .contains("compute addresses create " + gateway.at("spec", "addresses", 0, "value") + " ")
                .contains("kubectl apply: overlays/" + overlay + "\n");
        for (Document listener : gateway.each("spec", "listeners")) {
            Object certificate = listener.at("tls", "options", "networking.gke.io/cert-manager-certs");
            if (certificate != null) {
                assertThat(said)
                        .contains("certificates create " + certificate + " ")
                        .contains("--domains="
                                + String.valueOf(listener.at("hostname")).replace("example.com", "example.org"));
            }
        }
        for (Workload workload : manifests.workloads()) {
            assertThat(said).contains(" rollout status ").contains("/" + workload.name() + " ");
            for (V1EnvVar variable : workload.container().getEnv()) {
                if (variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null) {
                    assertThat(said)
                            .containsPattern("Secret "
                                    + variable.getValueFrom().getSecretKeyRef().getName() + " \\(.*\\b"
                                    + variable.getValueFrom().getSecretKeyRef().getKey() + " ");
                }
            }
        }
    }

    /** The ranges that NetworkPolicies admit are those of the subnets. */
    @Test
    void dryRunMakesSubnetsOfTheRangesThatPoliciesAdmit() throws Exception {
        NetworkRules rules = new NetworkRules(Overlay.GKE_WINDOWS.manifests());
        String said = Deploy.dryRun(Overlay.GKE_WINDOWS).said();

        assertThat(rules.strangersLetInto(Overlay.GKE_WINDOWS.manifests().workload("gateway")))
                .contains(rangeOf(said, "weft-proxies .*--range=") + " TCP http");
        assertThat(rules.strangersLetInto(Overlay.GKE_WINDOWS.manifests().workload("registry")))
                .contains(rangeOf(said, "windows-pods=") + " TCP http");
    }

    /** The load balancer's proxies ask pods directly: past the network's firewall, then past the NetworkPolicy. */
    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void dryRunLetsThroughTheFirewallWhomThePolicyOfTheEdgeAdmits(Overlay overlay) throws Exception {
        Workload gateway = overlay.manifests().workload("gateway");
        String said = Deploy.dryRun(overlay).said();
        String ranges = said.replaceFirst("(?s).*-rules create weft-proxies .*?--source-ranges=(\\S+) .*", "$1");

        assertThat(said).contains(" --rules=tcp:" + gateway.port("http") + " ");
        assertThat(ranges.split(","))
                .contains(rangeOf(said, "weft-proxies .*--range="))
                .allSatisfy(range -> assertThat(new NetworkRules(overlay.manifests()).strangersLetInto(gateway))
                        .contains(range + " TCP http"));
    }

    /** What a NetworkPolicy does for pods on Linux, whose inside nobody of the system may look at. */
    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void dryRunKeepsStrangersFromTheInsideOfPodsThatNoPolicyHoldsFor(Overlay overlay) throws Exception {
        Deploy deploy = Deploy.dryRun(overlay);
        List<Integer> inside = overlay.manifests().workloads().stream()
                .filter(Workload::isOnWindows)
                .map(workload -> workload.port("management"))
                .distinct()
                .toList();

        assertThat(deploy.commands())
                .filteredOn(command -> command.contains(" --action=DENY "))
                .hasSameSizeAs(inside)
                .allSatisfy(rule -> assertThat(rule)
                        .contains(" --rules=tcp:" + inside.get(0) + " ")
                        .contains(" --source-ranges=0.0.0.0/0 ")
                        .endsWith(" --destination-ranges=" + rangeOf(deploy.said(), "windows-pods="))
                        // GKE's own, which let pods of a cluster talk, are of 1000.
                        .containsPattern(" --priority=\\d{1,3} "));
    }

    @Test
    void dryRunAppliesOfOthersOnlyWhatCannotChangeAndThePageDoesTheSame() throws Exception {
        String adapter = Deploy.dryRun(Overlay.GKE)
                .said()
                .replaceFirst("(?s).* apply -f (https://raw\\.githubusercontent\\.com/\\S+).*", "$1");

        assertThat(adapter).containsPattern("/k8s-stackdriver/[0-9a-f]{40}/");
        assertThat(Path.of("gke.md")).content().contains("kubectl apply -f " + adapter + "\n");
    }

    @Test
    void dryRunShowsNoPassword() throws Exception {
        assertThat(Deploy.dryRun(Overlay.GKE).said())
                .doesNotContain("made at random")
                .contains("--password=...");
    }

    /** A cache for start-up is good for the very jars that it was made with: built once, trained, pushed. */
    @Test
    void dryRunWhenToldToTrainPutsIntoImagesWhatTheirOwnStartsHaveMade() throws Exception {
        List<String> commands = Deploy.run(Map.of(), Deploy.with("--dry-run", "--tag", "any-tag", "--train"))
                .commands();

        assertThat(commands)
                .filteredOn(command -> command.contains("jib:") || command.contains("./train"))
                .satisfiesExactly(
                        build -> assertThat(build).contains(" -Pimages ").endsWith(" jib:buildTar"),
                        train -> assertThat(
                                        train.replaceFirst(".* \\./train ", "").split(" "))
                                .containsExactlyInAnyOrderElementsOf(Overlay.GKE.manifests().workloads().stream()
                                        .map(Images::module)
                                        .collect(Collectors.toSet())),
                        push -> assertThat(push).contains(" -Pimages,aot ").contains(" jib:build "));
    }

    /** Only with Linux nodes, says Google; where it is off, a cluster doesn't know the kind. */
    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void dryRunTurnsPoliciesByHostNameOnWhereThereIsOne(Overlay overlay) throws Exception {
        boolean any = !overlay.manifests().all("FQDNNetworkPolicy").isEmpty();

        assertThat(Deploy.dryRun(overlay).said().contains(" --enable-fqdn-network-policy "))
                .isEqualTo(any);
    }

    @Test
    void dryRunGivesNodesAnAccountOfTheirOwnWithTheRolesThatTheyNeed() throws Exception {
        String account = "weft-nodes@any-project.iam.gserviceaccount.com";
        List<String> commands = Deploy.dryRun(Overlay.GKE_WINDOWS).commands();

        assertThat(commands)
                .filteredOn(command -> command.contains(" clusters create ") || command.contains(" node-pools create "))
                .hasSize(2)
                .allMatch(command -> command.contains(" --service-account=" + account));
        assertThat(commands)
                .filteredOn(command -> command.contains(" --member=serviceAccount:" + account))
                .extracting(command -> command.replaceFirst(".* --role=(\\S+) .*", "$1"))
                .containsExactlyInAnyOrder(
                        "roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--project", "--region", "--registry", "--domain"})
    void startWhenSomethingIsMissingSaysWhat(String missing) throws Exception {
        List<String> arguments = new ArrayList<>(Deploy.NEEDED);
        arguments
                .subList(arguments.indexOf(missing), arguments.indexOf(missing) + 2)
                .clear();
        arguments.add("--dry-run");

        Deploy answer = Deploy.run(Map.of(), arguments);

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.said())
                .contains("deploy.sh: " + missing + " is missing")
                .doesNotContain("+ ");
    }

    private static String rangeOf(String said, String before) {
        return said.replaceFirst("(?s).*?" + before + "([0-9./]+).*", "$1");
    }
}
