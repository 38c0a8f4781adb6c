package dev.weft.registry.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.registry.RunningRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.HttpStatusRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** Who is let in, over HTTP. */
@ExtendWith(OutputCaptureExtension.class)
class SecurityTests {

    private static final String RULES = "/mesh/v1/rules";
    private static final Pattern SAID = Pattern.compile("user (\\S+), password (\\S+)");

    @TempDir
    private Path directory;

    @Test
    void startWhenThereIsNoLoginMakesOneAndSaysItOnce(CapturedOutput output) throws Exception {
        String user;
        String password;
        try (RunningRegistry registry = RunningRegistry.startWithoutLogin(directory)) {
            Matcher said = SAID.matcher(output.getAll());
            assertThat(said.find()).isTrue();
            user = said.group(1);
            password = said.group(2);
            assertThat(status(registry, RULES, user, password)).isEqualTo(200);
            assertThat(status(registry, RULES, user, "guess")).isEqualTo(401);
        }
        int before = output.getAll().length();
        try (RunningRegistry registry = RunningRegistry.startWithoutLogin(directory)) {
            assertThat(status(registry, RULES, user, password)).isEqualTo(200);
        }
        assertThat(output.getAll().substring(before)).doesNotContain(password);
        assertThat(Files.readString(directory.resolve("login")))
                .startsWith("admin:{bcrypt}")
                .doesNotContain(password);
        assertThat(Files.getPosixFilePermissions(directory.resolve("login"))).hasSize(2);
    }

    @Test
    void startWhenThePasswordIsGivenTakesItAndMakesNoLogin(CapturedOutput output) throws Exception {
        try (RunningRegistry registry =
                RunningRegistry.startWithoutLogin(directory, "registry.login-password=s3same")) {
            assertThat(status(registry, RULES, "admin", "s3same")).isEqualTo(200);
            assertThat(status(registry, RULES, "admin", "guess")).isEqualTo(401);
            assertThat(detail(registry))
                    .isEqualTo("no valid login (expected: user admin and the password that the registry was given)");
        }
        assertThat(directory.resolve("login")).doesNotExist();
        assertThat(output).doesNotContain("s3same");
    }

    @Test
    void requestWhenItIsKnownWhereTheLoginIsKeptNamesThePlace() throws Exception {
        try (RunningRegistry registry = RunningRegistry.startWithoutLogin(
                directory, "registry.login-password=s3same", "registry.login-place=C:\\weft \"x\"/login")) {
            assertThat(detail(registry))
                    .isEqualTo("no valid login (expected: the user and password in C:\\weft \"x\"/login)");
        }
    }

    private static String detail(RunningRegistry registry) throws Exception {
        String body = registry.send(registry.anonymous(RULES)).body();
        return new ObjectMapper().readTree(body).path("detail").asText();
    }

    @Test
    void startWhenTheLoginIsNoneIsRefused() throws Exception {
        Files.writeString(directory.resolve("login"), "admin=secret\n");

        assertThatThrownBy(() -> RunningRegistry.startWithoutLogin(directory))
                .rootCause()
                .hasMessageContaining("expected: one line");
    }

    @Test
    void requestWhenNobodyIsLoggedInSeesHealthAndTheApisDescriptionOnly() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory)) {
            HttpResponse<String> refused = registry.send(registry.anonymous(RULES));
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic");
            assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(refused.body()).contains("expected");
            assertThat(status(registry, "/")).isEqualTo(401);
            assertThat(status(registry, "/actuator/metrics")).isEqualTo(401);
            assertThat(status(registry, "/actuator/health")).isEqualTo(200);
            assertThat(status(registry, "/mesh/v1/openapi.yaml")).isEqualTo(200);
            assertThat(registry.get("/").statusCode()).isEqualTo(200);
            assertThat(registry.get("/actuator/metrics").statusCode()).isEqualTo(200);
            assertThat(registry.get("/mesh/v1/nothing").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void requestWhenMetersAreOpenSeesThemAndNothingElse() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory, "registry.open-meters=true")) {
            assertThat(status(registry, "/actuator/prometheus")).isEqualTo(200);
            assertThat(status(registry, "/actuator/metrics")).isEqualTo(401);
            assertThat(registry.send(registry.anonymous(RULES)).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void requestWhenItIsForMetersNeedsTheLogin() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory)) {
            assertThat(status(registry, "/actuator/prometheus")).isEqualTo(401);
            assertThat(registry.get("/actuator/prometheus").body()).contains("\njvm_memory_used_bytes{");
        }
    }

    @Test
    void requestWhenTheRegistryIsOpenMayReadAndNotWrite() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory, "registry.open=true")) {
            assertThat(status(registry, RULES)).isEqualTo(200);
            assertThat(status(registry, "/actuator/metrics")).isEqualTo(200);
            assertThat(registry.send(question(registry)).statusCode()).isEqualTo(200);
            assertThat(registry.send(write(registry)).statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "registry.open=true, /mesh/v1/rules",
        "registry.open=true, /actuator/metrics",
        "registry.open=false, /eureka/apps",
    })
    void requestWhenOnlyThisMachineIsLetInMustBeForThisMachine(String property, String path) throws Exception {
        try (RunningRegistry registry =
                RunningRegistry.start(directory, property, "eureka.instance.hostname=registry.test")) {
            for (String host :
                    List.of("localhost", "LOCALHOST:1", "a.localhost", "127.1.2.3", "[::1]", "registry.test")) {
                assertThat(answer(registry, host, path)).as(host).startsWith("HTTP/1.1 200");
            }
            for (String host : List.of("rebound.example", "127.0.0.1.example", "10.0.0.1", "localhost.example:80")) {
                assertThat(answer(registry, host, path))
                        .as(host)
                        .startsWith("HTTP/1.1 403")
                        .contains("application/problem+json", "a request for a host that is not this machine");
            }
        }
    }

    @Test
    void requestWhenTheApplicationSaysWhoJoinsMayBeForAnyHost(CapturedOutput output) throws Exception {
        try (RunningRegistry registry = RunningRegistry.startWith(List.of(OwnMembership.class), directory)) {
            assertThat(answer(registry, "registry.example", "/actuator/health")).startsWith("HTTP/1.1 200");
            assertThat(answer(registry, "registry.example", "/eureka/apps")).startsWith("HTTP/1.1 403");
        }
        RunningRegistry.startWith(List.of(OwnMembership.class), directory, "server.address=0.0.0.0")
                .close();
        assertThat(output).doesNotContain("set registry.join-secret");
    }

    @Test
    void requestWhenTheApplicationSaysItselfWhatIsRefusedMustBeForThisMachine() throws Exception {
        try (RunningRegistry registry = RunningRegistry.startWith(List.of(OwnRefusals.class), directory)) {
            assertThat(answer(registry, "localhost", "/eureka/apps")).startsWith("HTTP/1.1 200");
            assertThat(answer(registry, "rebound.example", "/eureka/apps")).startsWith("HTTP/1.1 421");
        }
    }

    @Test
    void requestWhenTheApplicationHasAFirewallOfItsOwnIsByIt() throws Exception {
        try (RunningRegistry registry = RunningRegistry.startWith(List.of(OwnFirewall.class), directory)) {
            assertThat(answer(registry, "pets.example", "/eureka/apps")).startsWith("HTTP/1.1 200");
            assertThat(answer(registry, "rebound.example", "/eureka/apps"))
                    .startsWith("HTTP/1.1 403")
                    .contains("a request for a host that is not this machine");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry.join-secret=s3cret", "server.address=0.0.0.0"})
    void requestWhenOthersAreLetInOrNobodyMayBeForAnyHost(String property) throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory, property)) {
            assertThat(answer(registry, "registry.example", "/actuator/health")).startsWith("HTTP/1.1 200");
            assertThat(answer(registry, "registry.example", "//eureka/apps")).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void startWhenOpenToMoreThanThisMachineIsRefused() {
        assertThatThrownBy(() ->
                        RunningRegistry.startWithoutLogin(directory, "registry.open=true", "server.address=0.0.0.0"))
                .rootCause()
                .hasMessageContaining("registry.open")
                .hasMessageContaining("expected: server.address=127.0.0.1");
    }

    @Test
    void registerWhenThereIsAJoinSecretNeedsIt() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory, "registry.join-secret=s3cret")) {
            assertThat(registry.send(registration(registry)).statusCode()).isEqualTo(401);
            assertThat(registry.send(registration(registry)
                                    .header("Authorization", RunningRegistry.basic("mesh", "guess")))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(registry.send(registration(registry)
                                    .header("Authorization", RunningRegistry.basic("mesh", "s3cret")))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(status(registry, "/eureka/apps")).isEqualTo(401);
            assertThat(status(registry, "/eureka/apps", "mesh", "s3cret")).isEqualTo(200);
            assertThat(status(registry, RULES, "mesh", "s3cret")).isEqualTo(401);
        }
    }

    @Test
    void registerWhenThereIsNoJoinSecretIsFreeAndSaidWhereOthersCanReachIt(CapturedOutput output) throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory, "server.address=0.0.0.0")) {
            assertThat(registry.send(registration(registry)).statusCode()).isEqualTo(204);
        }
        assertThat(output).contains("set registry.join-secret");
    }

    @Test
    void startWhenThereIsNoJoinSecretSaysSoAlsoWhereTheLoginIsTheApplications(CapturedOutput output) {
        RunningRegistry.startWith(List.of(OwnConsole.class), directory, "server.address=0.0.0.0")
                .close();

        assertThat(output).contains("set registry.join-secret");
    }

    @ParameterizedTest
    @ValueSource(classes = {OtherConsole.class, OtherMembership.class})
    void startWhenABeanOfAChainsNameIsNoneIsRefused(Class<?> other) {
        assertThatThrownBy(() -> RunningRegistry.startWith(List.of(other), directory))
                .rootCause()
                .hasMessageContaining("java.lang.String (expected: a SecurityFilterChain");
    }

    @Test
    void writeWhenTheApplicationHasALoginOfItsOwnIsByWhoeverItLetsIn() throws Exception {
        try (RunningRegistry registry = RunningRegistry.startWith(
                List.of(OwnConsole.class), directory, "registry.join-secret=s3cret", "registry.settling=0s")) {
            assertThat(registry.send(registry.request(RULES)).statusCode()).isEqualTo(403);
            HttpRequest.Builder write = registry.anonymous(RULES + "/petdetails")
                    .header("If-None-Match", "*")
                    .header("Person", "carol")
                    .PUT(BodyPublishers.ofString("services: { petdetails: { timeout: 2s } }"));
            assertThat(registry.send(write).statusCode()).isEqualTo(201);
            assertThat(registry.send(registry.anonymous("/mesh/v1/history").header("Person", "dave"))
                            .body())
                    .contains("\"author\":\"carol\"");
            assertThat(registry.send(registration(registry)).statusCode()).isEqualTo(401);
        }
        assertThat(directory.resolve("login")).doesNotExist();
    }

    /** Eureka's clients register again on 404, and on nothing else. */
    @Test
    void requestWhenTheApplicationsLoginForgetsWhatIsFreeIsAnsweredAllTheSame() throws Exception {
        try (RunningRegistry registry = RunningRegistry.startWith(List.of(OwnConsole.class), directory)) {
            HttpRequest.Builder heartbeat =
                    registry.anonymous("/eureka/apps/PETDETAILS/unknown").PUT(BodyPublishers.noBody());
            assertThat(registry.send(heartbeat).statusCode()).isEqualTo(404);
            assertThat(status(registry, "/actuator/health")).isEqualTo(200);
            assertThat(status(registry, "/mesh/v1/openapi.yaml")).isEqualTo(200);
            assertThat(status(registry, "/actuator/metrics")).isEqualTo(403);
        }
    }

    @Test
    void writeWhenItsAuthorCanNotBeStoredIsRefusedAndTheDatabaseIsFine() throws Exception {
        try (RunningRegistry registry =
                RunningRegistry.startWith(List.of(OwnConsole.class), directory, "registry.settling=0s")) {
            String nobody = "x".repeat(256);
            for (HttpRequest.Builder write : List.of(write(registry), adoption(registry))) {
                HttpResponse<String> refused = registry.send(write.header("Person", nobody));
                assertThat(refused.statusCode()).isEqualTo(400);
                assertThat(refused.body()).contains("author: 256 characters (expected: from 1 to 255)");
            }
            assertThat(registry.send(registry.anonymous("/mesh/v1/status").header("Person", "dave"))
                            .body())
                    .contains("\"database\":{\"ok\":true");
        }
    }

    @Test
    void writeWhenTheApplicationLetsNobodyInParticularInIsRefused() throws Exception {
        try (RunningRegistry registry =
                RunningRegistry.startWith(List.of(OpenConsole.class), directory, "registry.settling=0s")) {
            assertThat(status(registry, RULES)).isEqualTo(200);
            for (HttpRequest.Builder write : List.of(write(registry), adoption(registry))) {
                HttpResponse<String> refused = registry.send(write);
                assertThat(refused.statusCode()).isEqualTo(401);
                assertThat(refused.body()).contains("a write by nobody (expected: a login)");
            }
        }
    }

    @Test
    void requestWhenTheApplicationKnowsPeopleOfItsOwnIsByThem() throws Exception {
        try (RunningRegistry registry = RunningRegistry.startWith(List.of(OwnPeople.class), directory)) {
            assertThat(status(registry, RULES, "erin", "s3same")).isEqualTo(200);
            assertThat(status(registry, RULES, "admin", "s3same")).isEqualTo(401);
        }
        assertThat(directory.resolve("login")).doesNotExist();
    }

    @Test
    void requestWhenTheApplicationHasAnEncoderOfItsOwnIsByIt() throws Exception {
        try (RunningRegistry registry =
                RunningRegistry.startWith(List.of(OwnEncoder.class, OwnPeople.class), directory)) {
            assertThat(status(registry, RULES, "erin", "s3same")).isEqualTo(200);
            assertThat(status(registry, RULES, "erin", "guess")).isEqualTo(401);
        }
    }

    @Test
    void requestWhenTheApplicationHasAnEncoderAndNoPeopleIsByTheLoginFile() throws Exception {
        Files.writeString(directory.resolve("login"), "frank:{noop}s3same\n");

        try (RunningRegistry registry = RunningRegistry.startWith(List.of(OwnEncoder.class), directory)) {
            assertThat(status(registry, RULES, "frank", "s3same")).isEqualTo(200);
            assertThat(status(registry, RULES, "frank", "guess")).isEqualTo(401);
        }
    }

    /** As an application might have it that knows people by their tokens. */
    @Configuration(proxyBeanMethods = false)
    static class OwnConsole {

        @Bean
        @Order(2)
        SecurityFilterChain console(HttpSecurity http) throws Exception {
            return http.csrf(AbstractHttpConfigurer::disable)
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .addFilterBefore(OwnConsole::letIn, AnonymousAuthenticationFilter.class)
                    .build();
        }

        private static void letIn(ServletRequest request, ServletResponse response, FilterChain rest)
                throws IOException, ServletException {
            String person = ((HttpServletRequest) request).getHeader("Person");
            if (person != null) {
                SecurityContextHolder.getContext()
                        .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(person, null, List.of()));
            }
            rest.doFilter(request, response);
        }
    }

    /** As an application might have it that means something else by the name. */
    @Configuration(proxyBeanMethods = false)
    static class OtherConsole {

        @Bean
        String console() {
            return "https://console.example";
        }
    }

    /** The same, of the other chain. */
    @Configuration(proxyBeanMethods = false)
    static class OtherMembership {

        @Bean
        String membership() {
            return "gold";
        }
    }

    /** As an application might have it that leaves it to others who gets as far as this. */
    @Configuration(proxyBeanMethods = false)
    static class OpenConsole {

        @Bean
        @Order(2)
        SecurityFilterChain console(HttpSecurity http) throws Exception {
            return http.csrf(AbstractHttpConfigurer::disable)
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
    }

    /** As an application might have it that knows instances by something else. */
    @Configuration(proxyBeanMethods = false)
    static class OwnMembership {

        @Bean
        @Order(1)
        SecurityFilterChain membership(HttpSecurity http) throws Exception {
            return http.securityMatcher("/eureka/**", "/mesh/v1/watch/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .build();
        }
    }

    /** As an application might have it that answers in its own way. */
    @Configuration(proxyBeanMethods = false)
    static class OwnRefusals {

        @Bean
        RequestRejectedHandler refusals() {
            return new HttpStatusRequestRejectedHandler(421);
        }
    }

    /** As an application might have it that has a name of its own. */
    @Configuration(proxyBeanMethods = false)
    static class OwnFirewall {

        @Bean
        HttpFirewall ownFirewall() {
            StrictHttpFirewall firewall = new StrictHttpFirewall();
            firewall.setAllowedHostnames("pets.example"::equals);
            return firewall;
        }
    }

    /** As an application might have it that has its people in a directory. */
    @Configuration(proxyBeanMethods = false)
    static class OwnPeople {

        @Bean
        UserDetailsService directory(PasswordEncoder encoder) {
            return new InMemoryUserDetailsManager(
                    User.withUsername("erin").password(encoder.encode("s3same")).build());
        }
    }

    /** As an application might have it that writes passwords in one way only. */
    @Configuration(proxyBeanMethods = false)
    static class OwnEncoder {

        @Bean
        PasswordEncoder passwordEncoder() {
            return new BCryptPasswordEncoder(4);
        }
    }

    private static int status(RunningRegistry registry, String path) throws Exception {
        return registry.send(registry.anonymous(path)).statusCode();
    }

    private static int status(RunningRegistry registry, String path, String user, String password) throws Exception {
        return registry.send(registry.anonymous(path).header("Authorization", RunningRegistry.basic(user, password)))
                .statusCode();
    }

    /** By hand, since Java's client lets nobody name the host. */
    private static String answer(RunningRegistry registry, String host, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static HttpRequest.Builder question(RunningRegistry registry) {
        return registry.anonymous(RULES + "/petdetails/explain")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"url\": \"/pet/1\"}"));
    }

    private static HttpRequest.Builder write(RunningRegistry registry) {
        return registry.anonymous(RULES + "/petdetails")
                .header("If-Match", "*")
                .PUT(BodyPublishers.ofString("mesh.services.petdetails: {}"));
    }

    private static HttpRequest.Builder adoption(RunningRegistry registry) {
        return registry.anonymous("/mesh/v1/store/generation")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"));
    }

    private static HttpRequest.Builder registration(RunningRegistry registry) {
        return registry.anonymous("/eureka/apps/PETDETAILS")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"instance": {
                          "instanceId": "a", "app": "PETDETAILS", "vipAddress": "petdetails", "hostName": "127.0.0.1",
                          "ipAddr": "127.0.0.1", "status": "UP", "port": {"$": 9999, "@enabled": "true"},
                          "dataCenterInfo": {
                            "@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"}
                        }}"""));
    }
}
