package dev.weft.mesh.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.util.ClassUtils;

/** An application that runs in this process, on a free port, and is asked over real HTTP. */
public final class RunningApp {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Where Spring Boot 3 and 4 keep it. */
    private static final List<String> NETTY = List.of(
            "org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory",
            "org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory");

    private final ConfigurableApplicationContext context;

    public RunningApp(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts an application without a registry; WebFlux runs on Netty, although the tests have Tomcat too. */
    public static ConfigurableApplicationContext start(WebApplicationType type, Class<?> app, String... arguments) {
        SpringApplication application = new SpringApplication(app);
        application.setWebApplicationType(type);
        application.addInitializers(RunningApp::withResourcesOfItsOwn);
        if (type == WebApplicationType.REACTIVE) {
            application.addInitializers(RunningApp::onNetty);
        }
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--eureka.client.enabled=false",
                "--mesh.drain.wait=0s",
                "--mesh.directory.last-known-good=",
                "--spring.cloud.gateway.enabled=false",
                "--spring.cloud.gateway.server.webflux.enabled=false",
                "--management.endpoints.web.exposure.include=*"));
        all.addAll(List.of(arguments));
        return application.run(all.toArray(String[]::new));
    }

    private static void onNetty(ConfigurableApplicationContext context) {
        String factory = NETTY.stream()
                .filter(name -> ClassUtils.isPresent(name, null))
                .findFirst()
                .orElseThrow();
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context;
        registry.registerBeanDefinition(
                "netty", BeanDefinitionBuilder.rootBeanDefinition(factory).getBeanDefinition());
    }

    /** Else the first application that ends, on whatever server, takes the threads of all that run on Netty with it. */
    private static void withResourcesOfItsOwn(ConfigurableApplicationContext context) {
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context;
        registry.registerBeanDefinition(
                "reactorResources",
                BeanDefinitionBuilder.rootBeanDefinition(ReactorResourceFactory.class)
                        .addPropertyValue("useGlobalResources", false)
                        .addPropertyValue("shutdownQuietPeriod", Duration.ZERO)
                        .getBeanDefinition());
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return CLIENT.send(request(path, headers), HttpResponse.BodyHandlers.ofString());
    }

    public CompletableFuture<HttpResponse<String>> getAsync(String path, String... headers) {
        return CLIENT.sendAsync(request(path, headers), HttpResponse.BodyHandlers.ofString());
    }

    public String url() {
        return "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    }

    private HttpRequest request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url() + path)).timeout(LIMIT);
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }
}
