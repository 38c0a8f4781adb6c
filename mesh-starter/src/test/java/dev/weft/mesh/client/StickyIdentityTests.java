package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.RunningApp;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** A split that keeps each signed-in user on one side, in applications that sign users in with a filter of their own. */
class StickyIdentityTests {

    private static final String ROUTE = "--mesh.services.back.routes[0].";
    private static final String[] STICKY = {
        "--spring.application.name=front",
        ROUTE + "to[0].version=v1",
        ROUTE + "to[1].version=v2",
        ROUTE + "sticky.identity=true"
    };

    private final MisbehavingServer one = MisbehavingServer.start(Behaviour.ok("one"));
    private final MisbehavingServer two = MisbehavingServer.start(Behaviour.ok("two"));
    private ConfigurableApplicationContext context;

    @AfterEach
    void stop() {
        context.close();
        one.close();
        two.close();
    }

    @ParameterizedTest
    @CsvSource({"SERVLET, /blocking", "SERVLET, /reactive", "REACTIVE, /reactive"})
    void splitWhenItIsStickyByIdentityKeepsEachUserOnOneSide(WebApplicationType type, String path) throws Exception {
        context = RunningApp.start(type, App.class, STICKY);

        assertUsersStay(new RunningApp(context), path);
    }

    @Test
    void splitWhenItIsStickyByIdentityKeepsEachUserOnOneSideAtTheGateway() throws Exception {
        String route = "--spring.cloud.gateway.server.webflux.routes[0].";
        List<String> arguments = new ArrayList<>(List.of(STICKY));
        arguments.addAll(List.of(
                "--server.port=0",
                "--eureka.client.enabled=false",
                "--mesh.drain.wait=0s",
                route + "id=back",
                route + "uri=lb://back",
                route + "predicates[0]=Path=/pet"));
        context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.REACTIVE)
                // A gateway runs on Netty; these tests have Tomcat beside it.
                .resourceLoader(new DefaultResourceLoader(new FilteredClassLoader(Tomcat.class)))
                .run(arguments.toArray(String[]::new));

        assertUsersStay(new RunningApp(context), "/pet");
    }

    /** To ask for the user may cost a look at the session's store, which applications without such rules must not pay. */
    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void userWhenNoRuleGoesByItIsNotAskedFor(WebApplicationType type) throws Exception {
        context = RunningApp.start(type, App.class, "--spring.application.name=front");

        assertThat(new RunningApp(context)
                        .get("/identity", "x-signed-in", "ann")
                        .body())
                .isEqualTo("null");
    }

    private void assertUsersStay(RunningApp app, String path) throws Exception {
        context.getBean(FixedDirectory.class)
                .put(
                        "back",
                        one.endpoint("one").withVersion("v1"),
                        two.endpoint("two").withVersion("v2"));
        Set<String> sides = new TreeSet<>();
        for (int user = 0; user < 20; user++) {
            String side = app.get(path, "x-signed-in", "user-" + user).body();
            for (int i = 0; i < 3; i++) {
                assertThat(app.get(path, "x-signed-in", "user-" + user).body()).isEqualTo(side);
            }
            sides.add(side);
        }
        assertThat(sides).containsExactly("one", "two");

        List<String> nobody = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            nobody.add(app.get(path).body());
        }
        assertThat(nobody).filteredOn("one"::equals).hasSizeBetween(8, 12);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        FixedDirectory directory() {
            return new FixedDirectory().put("back");
        }

        @Bean
        ServletLogin servletLogin() {
            return new ServletLogin();
        }

        @Bean
        WebLogin webLogin() {
            return new WebLogin();
        }

        @RestController
        static class Front {

            private final ObjectProvider<RestClient.Builder> blocking;
            private final WebClient reactive;

            /** There is no RestClient where WebFlux serves. */
            Front(ObjectProvider<RestClient.Builder> blocking, WebClient.Builder reactive) {
                this.blocking = blocking;
                this.reactive = reactive.build();
            }

            @GetMapping("/blocking")
            String blocking() {
                return blocking.getObject()
                        .build()
                        .get()
                        .uri("http://back/")
                        .retrieve()
                        .body(String.class);
            }

            @GetMapping("/reactive")
            Mono<String> reactive() {
                return reactive.get().uri("http://back/").retrieve().bodyToMono(String.class);
            }

            @GetMapping("/identity")
            Mono<String> identity() {
                return Mono.deferContextual(view -> {
                    MeshContext carried = view.getOrDefault(MeshContext.KEY, MeshContext.current());
                    return Mono.just(String.valueOf(carried.identity()));
                });
            }
        }
    }

    /** Takes everybody's word for who they are. */
    static class ServletLogin extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String user = request.getHeader("x-signed-in");
            chain.doFilter(
                    new HttpServletRequestWrapper(request) {
                        @Override
                        public Principal getUserPrincipal() {
                            return user == null ? null : () -> user;
                        }
                    },
                    response);
        }
    }

    /** The same on WebFlux. */
    static class WebLogin implements WebFilter {

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
            String user = exchange.getRequest().getHeaders().getFirst("x-signed-in");
            return chain.filter(exchange.mutate()
                    .principal(Mono.justOrEmpty(user).map(name -> () -> name))
                    .build());
        }
    }
}
