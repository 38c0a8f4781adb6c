package dev.weft.mesh;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.annotation.Bean;

/** The walls of the house, and the rules of style that can be checked. */
@Tag("same-everywhere")
class ArchitectureTest {

    private static final String[] CORE = {
        "dev.weft.mesh.model..",
        "dev.weft.mesh.extend..",
        "dev.weft.mesh.rules..",
        "dev.weft.mesh.balance..",
        "dev.weft.mesh.resilience..",
        "dev.weft.mesh.engine.."
    };

    private static final String[] SERVLET = {
        "jakarta.servlet..",
        "org.springframework.web.servlet..",
        "org.apache.catalina..",
        "org.apache.coyote..",
        "org.springframework.boot.tomcat..",
        "org.springframework.boot.web.servlet.."
    };

    private static final String[] REACTIVE = {
        "reactor.core..",
        "reactor.netty..",
        "io.netty..",
        "org.springframework.web.reactive..",
        "org.springframework.web.server..",
        "org.springframework.cloud.gateway.."
    };

    private static final Set<String> HEADER_METHODS =
            Set.of("getFirst", "forEach", "headerSet", "set", "add", "remove");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("dev.weft.mesh");

    @Test
    void coreUsesOnlyTheJdkAndAnnotations() {
        check(classes()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(CORE)
                        .or(resideInAnyPackage("java..", "org.jspecify..", "com.google.re2j..")))
                .because("the core decides and adapters act; nothing in it knows what lies below the wall"));
    }

    @Test
    void coreTakesTimeAndChanceAsArguments() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .callMethodWhere(calls("java.lang.System", "nanoTime", "currentTimeMillis"))
                .orShould()
                .callMethodWhere(
                        calls("java.time.(Instant|LocalDate|LocalTime|LocalDateTime|ZonedDateTime|Year)", "now"))
                .orShould()
                .callMethodWhere(calls("java.time.(Clock|InstantSource)", "system.*", "tick.*"))
                .orShould()
                .callMethodWhere(calls("java.lang.Math", "random"))
                .orShould()
                .dependOnClassesThat(are(nameMatching(
                        "java.util.(Random|SplittableRandom|concurrent.ThreadLocalRandom)|java.security.SecureRandom")))
                .because("a policy must run in virtual time and be replayed from a seed"));
    }

    @Test
    void coreStartsNothingAndTouchesNothing() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat(
                        are(nameMatching("java.lang.(Thread|ThreadGroup|Process.*|Runtime)|java.util.Timer.*"
                                + "|java.util.concurrent.(.*Executor.*|ForkJoin.*|CompletableFuture|Future|Semaphore|CountDownLatch)"
                                + "|java.util.logging..*|java.lang.System\\$Logger")))
                .orShould()
                .dependOnClassesThat(
                        resideInAnyPackage("java.net..", "java.nio..", "java.io..", "java.sql..", "javax..")
                                // These only turn text into text.
                                .and(not(nameMatching("java.net.URLDecoder|java.nio.charset..*"))))
                .because(
                        "a caller's thread must never wait in the core, nor find out later what the core has started"));
    }

    @Test
    void coreArrowsPointOneWay() {
        check(layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.weft.mesh..")
                .layer("model")
                .definedBy("dev.weft.mesh.model..")
                .layer("extend")
                .definedBy("dev.weft.mesh.extend..")
                .layer("resilience")
                .definedBy("dev.weft.mesh.resilience..")
                .layer("balance")
                .definedBy("dev.weft.mesh.balance..")
                .layer("rules")
                .definedBy("dev.weft.mesh.rules..")
                .layer("engine")
                .definedBy("dev.weft.mesh.engine..")
                .whereLayer("model")
                .mayNotAccessAnyLayer()
                .whereLayer("extend")
                .mayOnlyAccessLayers("model")
                .whereLayer("resilience")
                .mayOnlyAccessLayers("model")
                .whereLayer("balance")
                .mayOnlyAccessLayers("model", "extend", "resilience")
                .whereLayer("rules")
                .mayOnlyAccessLayers("model", "extend", "resilience", "balance"));
    }

    /** Each further one would have to be kept for good. */
    @Test
    void extensionPointsAreThreeInterfaces() {
        assertThat(MAIN.stream()
                        .filter(type -> type.getPackageName().equals("dev.weft.mesh.extend"))
                        .filter(type ->
                                !type.isNestedClass() && !type.getSimpleName().equals("package-info")))
                .allMatch(JavaClass::isInterface)
                .extracting(JavaClass::getSimpleName)
                .containsExactlyInAnyOrder("EndpointPolicy", "OutcomeClassifier", "RequestCondition");
    }

    @Test
    void packagesAreFreeOfCycles() {
        check(slices().matching("dev.weft.mesh.(**)").should().beFreeOfCycles());
    }

    @Test
    void blockingAndReactiveClientsAreSiblings() {
        check(noClasses()
                .that()
                .resideInAPackage("..client.blocking..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..client.reactive..", "..client.gateway..")
                .allowEmptyShould(true));
        check(noClasses()
                .that()
                .resideInAnyPackage("..client.reactive..", "..client.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..client.blocking..")
                .allowEmptyShould(true));
    }

    /** The starter adapts to the stack that is there: a class that needs both loads in neither. */
    @Test
    void servletAndReactiveDoNotMeet() {
        check(noClasses()
                .that(dependOn(SERVLET))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(REACTIVE)
                .allowEmptyShould(true));
    }

    @Test
    void nobodySleepsNorPrints() {
        check(noClasses()
                .should()
                .callMethodWhere(calls("java.lang.Thread", "sleep"))
                .orShould()
                .callMethodWhere(calls("java.util.concurrent.TimeUnit", "sleep"))
                .orShould()
                .callMethodWhere(calls(".*", "printStackTrace"))
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"));
    }

    /** What lives in other packages on Spring Boot 4 than on 3.5 can't be named in one source for both. */
    @Test
    void noTypeIsUsedThatMovedBetweenTheBootLines() {
        check(noClasses()
                .should()
                .dependOnClassesThat(are(nameMatching("org\\.springframework\\.boot\\..*\\.(RestTemplateBuilder"
                        + "|RestTemplateCustomizer|RestClientCustomizer|WebClientCustomizer"
                        + "|ClientHttpRequestFactorySettings|WebServerGracefulShutdownLifecycle|HealthIndicator"
                        + "|HealthContributor|ServletWebServerFactory|ReactiveWebServerFactory)")))
                .because("it moved between Spring Boot 3.5 and 4"));
    }

    /** Spring 7 made of a map what no longer is one. */
    @Test
    void headersAreUsedOnlyAsBothSpringLinesHaveThem() {
        DescribedPredicate<JavaMethodCall> other = describe("call another method of HttpHeaders", call -> {
            CodeUnitCallTarget target = call.getTarget();
            return target.getOwner().getName().equals("org.springframework.http.HttpHeaders")
                    && !HEADER_METHODS.contains(target.getName());
        });
        check(noClasses().should().callMethodWhere(other));
    }

    @Test
    void policiesAreImmutableValues() {
        check(classes()
                .that()
                .resideInAnyPackage(CORE)
                .and(describe(
                        "are policies",
                        type -> type.getSimpleName().endsWith("Policy")
                                || type.getSimpleName().equals("Timeouts")
                                || type.getSimpleName().endsWith("Rules") && type.isRecord()
                                || type.getPackageName().equals("dev.weft.mesh.model")))
                .and()
                .haveSimpleNameNotEndingWith("package-info")
                .and()
                .areTopLevelClasses()
                .should()
                .beRecords()
                .orShould()
                .beEnums()
                .orShould()
                .beInterfaces());
    }

    @Test
    void packagesAreNullMarked() {
        List<String> unmarked = new ArrayList<>();
        for (JavaClass type : MAIN) {
            JavaPackage its = type.getPackage();
            if (!its.isAnnotatedWith(NullMarked.class) && !unmarked.contains(its.getName())) {
                unmarked.add(its.getName());
            }
        }
        assertThat(unmarked).as("packages without @NullMarked").isEmpty();
    }

    @Test
    void autoConfigurationsAreFinalWithPackagePrivateBeans() {
        check(classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .bePublic()
                .andShould()
                .resideInAPackage("dev.weft.mesh.autoconfigure")
                .allowEmptyShould(true));
        check(methods()
                .that()
                .areAnnotatedWith(Bean.class)
                .should()
                .bePackagePrivate()
                .orShould()
                .bePrivate()
                .allowEmptyShould(true));
    }

    @Test
    void autoConfigurationsAreListedOneALineInOrder() throws IOException {
        List<String> declared = MAIN.stream()
                .filter(type -> type.isAnnotatedWith(AutoConfiguration.class))
                .map(JavaClass::getName)
                .sorted()
                .toList();

        assertThat(lines("/META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports"))
                .containsExactlyElementsOf(declared);
    }

    /** The line of Javadoc on a property's field is what an IDE shows to the user. */
    @Test
    void propertiesAreDescribed() throws IOException {
        List<String> undescribed = new ArrayList<>();
        List<Map<?, ?>> properties = metadata("properties");
        for (Map<?, ?> property : properties) {
            Object description = property.get("description");
            if (description == null || description.toString().isBlank()) {
                undescribed.add(property.get("name").toString());
            }
        }

        assertThat(properties).hasSizeGreaterThan(20);
        assertThat(undescribed).as("properties without a description").isEmpty();
    }

    /** A hint whose property was renamed would go unnoticed: nobody would be shown it. */
    @Test
    void hintsAreGivenForPropertiesThatThereAre() throws IOException {
        List<Object> properties = metadata("properties").stream()
                .<Object>map(property -> property.get("name"))
                .toList();

        assertThat(metadata("hints"))
                .isNotEmpty()
                .extracting(hint -> (Object) hint.get("name"))
                .isSubsetOf(properties);
    }

    /** Keeps this test honest: a predicate that finds nothing would let everything through. */
    @ParameterizedTest
    @ValueSource(strings = {"nanoTime", "sleep"})
    void banFindsWhatItBans(String method) {
        JavaClasses guilty = new ClassFileImporter().importClasses(Guilty.class);

        assertThat(noClasses()
                        .should()
                        .callMethodWhere(calls("java.lang.(System|Thread)", method))
                        .evaluate(guilty)
                        .hasViolation())
                .isTrue();
    }

    private static void check(ArchRule rule) {
        rule.check(MAIN);
    }

    private static DescribedPredicate<JavaMethodCall> calls(String owner, String... names) {
        String pattern = String.join("|", names);
        return describe("call " + owner + "." + pattern, call -> {
            CodeUnitCallTarget target = call.getTarget();
            return target.getOwner().getName().matches(owner)
                    && target.getName().matches(pattern);
        });
    }

    private static DescribedPredicate<JavaClass> dependOn(String... packages) {
        DescribedPredicate<JavaClass> there = resideInAnyPackage(packages);
        return describe(
                "depend on " + Set.of(packages),
                type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency -> there.test(dependency.getTargetClass())));
    }

    private static List<Map<?, ?>> metadata(String part) throws IOException {
        try (InputStream json = resource("/META-INF/spring-configuration-metadata.json")) {
            Map<String, Object> all =
                    JsonParserFactory.getJsonParser().parseMap(new String(json.readAllBytes(), StandardCharsets.UTF_8));
            List<Map<?, ?>> entries = new ArrayList<>();
            for (Object entry : (List<?>) all.getOrDefault(part, List.of())) {
                entries.add((Map<?, ?>) entry);
            }
            return entries;
        }
    }

    private static List<String> lines(String name) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource(name), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private static InputStream resource(String name) {
        InputStream found = ArchitectureTest.class.getResourceAsStream(name);
        assertThat(found).as(name).isNotNull();
        return found;
    }

    private static final class Guilty {
        long now() throws InterruptedException {
            Thread.sleep(0);
            return System.nanoTime();
        }
    }
}
