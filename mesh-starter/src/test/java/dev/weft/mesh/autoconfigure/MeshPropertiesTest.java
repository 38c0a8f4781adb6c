package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.FailureKind;
import dev.weft.mesh.resilience.HealthPolicy;
import dev.weft.mesh.resilience.LimitPolicy;
import dev.weft.mesh.rules.Affinity;
import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.rules.Share;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.netflix.eureka.EurekaClientConfigBean;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class MeshPropertiesTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MeshRulesAutoConfiguration.class, MeshAutoConfiguration.class))
            .withBean(EndpointDirectory.class, EmptyDirectory::new);

    @Test
    void rulesWhenNothingIsConfiguredAreTheDefaults() {
        runner.run(context ->
                assertThat(rulesOf(context.getBean(Engine.class), "petdetails")).isEqualTo(ServiceRules.defaults()));
    }

    @Test
    void rulesWhenServiceAndDefaultsAreConfiguredTakeTheServicesFirst() {
        runner.withPropertyValues(
                        "mesh.defaults.timeout=4s",
                        "mesh.defaults.retry.attempts=2",
                        "mesh.services.petdetails.timeout=2s",
                        "mesh.services.petdetails.routes[0].to[0].version=v1",
                        "mesh.services.petdetails.routes[0].to[0].weight=90",
                        "mesh.services.petdetails.routes[0].to[1].version=v2",
                        "mesh.services.petdetails.routes[0].to[1].metadata.track=canary",
                        "mesh.services.petdetails.routes[0].to[1].weight=10")
                .run(context -> {
                    ServiceRules rules = rulesOf(context.getBean(Engine.class), "petdetails");
                    assertThat(rules.timeouts().total()).isEqualTo(Duration.ofSeconds(2));
                    assertThat(rules.retry().attempts()).isEqualTo(2);
                    assertThat(rules.routes().get(0).to())
                            .containsExactly(
                                    RouteTarget.of(Subset.version("v1"), 90),
                                    RouteTarget.of(new Subset(Map.of("version", "v2", "track", "canary")), 10));
                    assertThat(rulesOf(context.getBean(Engine.class), "other")
                                    .timeouts()
                                    .total())
                            .isEqualTo(Duration.ofSeconds(4));
                });
    }

    @Test
    void affinityWhenConfiguredReplacesWhatHoldsForAll() {
        runner.withPropertyValues(
                        "mesh.defaults.affinity.header=X-User",
                        "mesh.services.petdetails.affinity.cookie=session",
                        "mesh.services.petdetails.balance.aperture-from=0")
                .run(context -> {
                    ServiceRules rules = rulesOf(context.getBean(Engine.class), "petdetails");
                    assertThat(rules.affinity()).isEqualTo(new Affinity(FieldMatch.Kind.COOKIE, "session"));
                    assertThat(rules.balance().apertureFrom()).isZero();
                    assertThat(rulesOf(context.getBean(Engine.class), "other").affinity())
                            .isEqualTo(new Affinity(FieldMatch.Kind.HEADER, "X-User"));
                });
    }

    @Test
    void healthChecksWhenConfiguredHoldForAllThatSayNothingElse() {
        runner.withPropertyValues(
                        "mesh.defaults.health.path=/up",
                        "mesh.services.petdetails.health.interval=30s",
                        "mesh.services.petmedicalhistory.health.interval=0")
                .run(context -> {
                    Engine engine = context.getBean(Engine.class);
                    assertThat(rulesOf(engine, "petdetails").health())
                            .isEqualTo(new HealthPolicy("/up", Duration.ofSeconds(30)));
                    assertThat(rulesOf(engine, "petmedicalhistory").health()).isNull();
                    assertThat(rulesOf(engine, "other").health())
                            .isEqualTo(new HealthPolicy("/up", Duration.ofSeconds(10)));
                });
    }

    @Test
    void limitsWhenConfiguredAreThoseOfTheServiceThenThoseOfAll() {
        runner.withPropertyValues(
                        "mesh.defaults.limits.requests=500",
                        "mesh.defaults.limits.connections=20",
                        "mesh.services.petdetails.limits.connections=5")
                .run(context -> {
                    Engine engine = context.getBean(Engine.class);
                    assertThat(rulesOf(engine, "petdetails").limits()).isEqualTo(new LimitPolicy(500, 5));
                    assertThat(rulesOf(engine, "other").limits()).isEqualTo(new LimitPolicy(500, 20));
                    assertThat(engine.destination(ServiceName.of("petdetails"))
                                    .limit()
                                    .limit())
                            .isEqualTo(500);
                });
    }

    @Test
    void limitWhenTheUserHasABulkheadIsTheBulkheads() {
        runner.withBean(BulkheadRegistry.class, () -> {
                    BulkheadRegistry registry = BulkheadRegistry.ofDefaults();
                    registry.bulkhead("petdetails");
                    return registry;
                })
                .run(context -> {
                    Engine engine = context.getBean(Engine.class);
                    assertThat(engine.destination(ServiceName.of("petdetails"))
                                    .limit()
                                    .limit())
                            .isEqualTo(25);
                    assertThat(engine.destination(ServiceName.of("other"))
                                    .limit()
                                    .limit())
                            .isEqualTo(1_024);
                });
    }

    @Test
    void mirrorWhenConfiguredIsPartOfItsRoute() {
        runner.withPropertyValues(
                        "mesh.services.petdetails.routes[0].to[0].version=v1",
                        "mesh.services.petdetails.routes[0].mirror[0].to.version=v2",
                        "mesh.services.petdetails.routes[0].mirror[1].to.service=audit",
                        "mesh.services.petdetails.routes[0].mirror[1].percent=0.5",
                        "mesh.services.petdetails.routes[0].mirror[1].credentials=Authorization,cookie")
                .run(context -> assertThat(rulesOf(context.getBean(Engine.class), "petdetails")
                                .routes()
                                .get(0)
                                .actions()
                                .mirrors())
                        .containsExactly(
                                new Mirror(null, Subset.version("v2"), Share.ALL, Set.of()),
                                new Mirror(
                                        ServiceName.of("audit"),
                                        Subset.ALL,
                                        new Share(50, 10_000),
                                        Set.of("authorization", "cookie"))));
    }

    @Test
    void failuresWhenSomeAreNamedAreThose() {
        runner.withPropertyValues(
                        "mesh.defaults.ejection.failures=connect,server-error",
                        "mesh.services.petdetails.ejection.failures=timeout")
                .run(context -> {
                    Engine engine = context.getBean(Engine.class);
                    assertThat(rulesOf(engine, "petdetails").outliers().failures())
                            .containsExactly(FailureKind.TIMEOUT);
                    assertThat(rulesOf(engine, "other").outliers().failures())
                            .containsExactlyInAnyOrder(FailureKind.CONNECT, FailureKind.SERVER_ERROR);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mesh.services.petdetails.retry.attempts=0             | mesh.services.petdetails.retry.attempts | 0 (expected: 1 to 10
            mesh.services.petdetails.retry.statuses=200           | mesh.services.petdetails.retry.statuses | 200 (expected: 400 to 599)
            mesh.services.petdetails.routes[0].to[0].weight=-1    | mesh.services.petdetails.routes[0].to[0].weight | -1 (expected: 0 to 1000000)
            mesh.services.petdetails.routes[0].to[0].weight=0     | mesh.services.petdetails.routes[0].to    | at least one destination with a weight above 0
            mesh.services.petdetails.connect-timeout=0s           | mesh.services.petdetails.connect-timeout | PT0S (expected: more than 0, at most PT8760H)
            mesh.defaults.ejection.max-ejected-percent=101        | mesh.defaults.ejection.max-ejected-percent | 101 (expected: 0 to 100)
            mesh.services.petdetails.health.interval=5s           | mesh.services.petdetails.health           | no path (expected: what to ask for
            mesh.defaults.balance.slow-start=-1s                  | mesh.defaults.balance.slow-start | PT-1S (expected: 0 to PT24H)
            mesh.defaults.balance.aperture-from=-1                | mesh.defaults.balance.aperture-from | -1 (expected: at least 0)
            mesh.services.petdetails.limits.requests=0            | mesh.services.petdetails.limits.requests | 0 (expected: 1 to 1000000)
            mesh.defaults.limits.connections=70000                | mesh.defaults.limits.connections  | 70000 (expected: 1 to 65535)
            mesh.services.petdetails.routes[0].mirror[0].percent=5 | mesh.services.petdetails.routes[0].mirror[0].to | none (expected: who gets the copies)
            mesh.services.petdetails.routes[0].mirror[0].to.version=v2,mesh.services.petdetails.routes[0].mirror[0].percent=101 | mesh.services.petdetails.routes[0].mirror[0].percent | 101.0 (expected: 0 to 100)
            mesh.services.petdetails.routes[0].mirror[0].to.version=v2,mesh.services.petdetails.routes[0].mirror[0].credentials=x-key | mesh.services.petdetails.routes[0].mirror[0].credentials | "x-key" (expected: authorization, cookie or proxy-authorization
            mesh.services.petdetails.affinity.header=             | mesh.services.petdetails.affinity | by a header without a name
            mesh.services.petdetails.affinity.header=user,mesh.services.petdetails.affinity.cookie=user | mesh.services.petdetails.affinity | 2 keys, by header user and by cookie user (expected: one of header, cookie, query and identity)
            mesh.services.pet!details.timeout=1s                  | mesh.services                     | expected: 1 to 253 letters
            spring.application.name=pet details                   | spring.application.name           | "pet details" (expected: 1 to 253 letters
            """)
    void startWhenAValueCantBeUsedFailsNamingPropertyValueAndWhatIsAllowed(
            String property, String path, String problem) {
        runner.withPropertyValues(
                        property.strip().replace("pet!details", "[pet!details]").split(","))
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis =
                            new InvalidMeshPropertyFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis).as("%s", context.getStartupFailure()).isNotNull();
                    assertThat(analysis.getDescription()).contains(path).contains(problem);
                });
    }

    @Test
    void fetchBesideStreamWhenNothingIsSetIsNoRarerThanEurekasOwn() {
        Duration eurekas = Duration.ofSeconds(new EurekaClientConfigBean().getRegistryFetchIntervalSeconds());

        assertThat(new MeshProperties().getRegistry().getFetchBesideStream()).isLessThanOrEqualTo(eurekas);
    }

    @Test
    void instancesWhenTheServiceHasNoPossibleNameFailNamingTheProperty() {
        InstanceProperties instance = new InstanceProperties();
        instance.setHost("10.0.0.1");
        instance.setPort(8080);
        ServiceProperties service = new ServiceProperties();
        service.setInstances(List.of(instance));
        MeshProperties properties = new MeshProperties();
        properties.setServices(Map.of("pet!details", service));

        assertThatExceptionOfType(InvalidMeshPropertyException.class)
                .isThrownBy(() -> InstancesMapper.instances(properties))
                .withMessageContaining("mesh.services.pet!details")
                .withMessageContaining("expected: 1 to 253 letters");
    }

    /** That is what becomes of "rewrite: {}" in application.yml. Spring Boot 4 doesn't bind it, as if it were not there. */
    @ParameterizedTest
    @ValueSource(strings = {"rewrite", "redirect", "fault", "match", "match.headers", "mirror[0]", "request-headers"})
    void startWhenABlockIsEmptyNamesIt(String block, CapturedOutput output) {
        assumeThat(SpringBootVersion.getVersion()).startsWith("3.");
        String property = "mesh.services.petdetails.routes[0]." + block;
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        assertThatException().isThrownBy(() -> application.run("--" + property + "=", "--eureka.client.enabled=false"));

        assertThat(output).contains("The mesh can't use what is configured under '" + property + "'", "(expected: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mesh.servics.petdetails.timeout=2s                   | 2s    | mesh' there may be: defaults, directory, drain
            mesh.services.petdetails.timeuot=2s                  | 2s    | mesh.services.petdetails' there may be: affinity, attempt-timeout, balance
            mesh.services.petdetails.retry.attemps=2             | 2     | mesh.services.petdetails.retry' there may be: any-method, attempts
            mesh.services.petdetails.routes[0].to[0].versoin=v1  | v1    | mesh.services.petdetails.routes[0].to[0]' there may be: metadata, request-headers, response-headers, service, version, weight
            mesh.services.petdetails.timeout=2x                  | 2x    | (expected: a time with its unit, such as 500ms, 2s or 1m)
            mesh.services.petdetails.retry.attempts=many         | many  | (expected: a whole number)
            mesh.services.petdetails.retry.statuses=503,never    | never | (expected: a list, and in it a whole number)
            mesh.defaults.ejection.failures=connect,bad-luck     | luck  | (expected: a list, and in it one of connect, reset, timeout, unavailable, server-error)
            mesh.server.via=perhaps                              | perhaps | (expected: true or false)
            mesh.enabled=perhaps                                 | perhaps | (expected: true or false)
            """)
    void startWhenAKeyOrATypeIsWrongNamesPropertyValueAndWhatIsAllowed(
            String property, String value, String allowed, CapturedOutput output) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        assertThatException().isThrownBy(() -> application.run("--" + property, "--eureka.client.enabled=false"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "'" + property.split("=")[0] + "'")
                .contains(value + " (", allowed);
    }

    @Test
    void listWhenAStrongerSourceEmptiesItIsEmpty() {
        runner.withInitializer(weaker(Map.of("mesh.edge.overrides[0].match.cookies.dogfood", "on")))
                .withPropertyValues("mesh.edge.overrides=")
                .run(context -> assertThat(
                                context.getBean(MeshProperties.class).getEdge().getOverrides())
                        .isEmpty());
    }

    @Test
    void startWhenAListIsEmptiedNamesUnknownKeysAllTheSame() {
        String unknown = "mesh.edge.overrides[0].match.cookeys.dogfood";
        runner.withInitializer(weaker(Map.of("mesh.edge.overrides", "")))
                .withPropertyValues(unknown + "=on")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(unknown));
        runner.withInitializer(weaker(Map.of("mesh.edge.overrides[0].match.cookies.dogfood", "on", "mesh.egde", "1")))
                .withPropertyValues("mesh.edge.overrides=")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("mesh.egde")
                        .hasMessageNotContaining("dogfood"));
    }

    private static ApplicationContextInitializer<ConfigurableApplicationContext> weaker(
            Map<String, Object> properties) {
        return context ->
                context.getEnvironment().getPropertySources().addLast(new MapPropertySource("weaker", properties));
    }

    @Test
    void startWhenTheMeshIsSwitchedOffHasNoEngine() {
        runner.withPropertyValues("mesh.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(Engine.class));
    }

    @EnableAutoConfiguration
    static class Application {}

    private static ServiceRules rulesOf(Engine engine, String service) {
        return engine.destination(ServiceName.of(service)).rules();
    }

    private static final class EmptyDirectory implements EndpointDirectory {
        @Override
        public void watch(ServiceName service, Consumer<EndpointSet> listener) {
            listener.accept(EndpointSet.empty(service));
        }

        @Override
        public EndpointSet endpoints(ServiceName service) {
            return EndpointSet.empty(service);
        }

        @Override
        public boolean knows(ServiceName service) {
            return true;
        }

        @Override
        public boolean answered() {
            return true;
        }

        @Override
        public Collection<ServiceName> known() {
            return Set.of();
        }
    }
}
