package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.netflix.eureka.registry.PeerAwareInstanceRegistry;
import dev.weft.registry.Postgres;
import dev.weft.registry.RunningRegistry;
import dev.weft.registry.membership.EurekaHttp;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.ClassUtils;

/** What watchers hear of the rest while one thing can't be read, for a reason that nobody has thought of. */
class UnreadableTests {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void openWhenOneOfItsServicesCannotBeReadTellsOfTheOthers() throws Exception {
        try (RunningRegistry registry = RunningRegistry.startWith(List.of(BadMembers.class), directory);
                WatchClient client =
                        WatchClient.open(registry, "[]", "[{\"name\": \"unreadable\"}, {\"name\": \"pets\"}]")) {
            assertThat(client.next("endpoints").path("service").textValue()).isEqualTo("pets");
        }
    }

    @Test
    void streamWhenAnInstanceCannotBeReadTellsOfTheOthers() throws Exception {
        try (RunningRegistry registry = RunningRegistry.startWith(List.of(BadMembers.class), directory);
                WatchClient client = WatchClient.open(registry, "[]", "[{\"name\": \"pets\"}]")) {
            client.next("endpoints");
            client.next("rules");
            EurekaHttp instances = EurekaHttp.at(registry.port());

            instances.register("pets", "unreadable", "UP", 9_001);
            instances.register("pets", "a", "UP", 9_002);

            JsonNode put = client.next("endpoints").path("put");
            assertThat(put.get(0).path("id").textValue()).isEqualTo("a");
        }
    }

    @Test
    void streamWhenTheDatabaseHasFailedInAnUnknownWayTellsWhatOthersStoreAfterwards() throws Exception {
        try (Postgres postgres = new Postgres(directory)) {
            String url = "spring.datasource.url=" + postgres.newDatabase();
            String user = "spring.datasource.username=" + Postgres.USER;
            try (RunningRegistry here =
                            RunningRegistry.startWith(List.of(BadDatabase.class), folder("here"), url, user);
                    RunningRegistry there = RunningRegistry.start(folder("there"), url, user, "registry.settling=0s");
                    WatchClient client = WatchClient.open(here, "[\"timeout\"]", "[{\"name\": \"pets\"}]")) {
                client.next("endpoints");
                client.next("rules");
                AtomicInteger failures = here.bean(AtomicInteger.class);
                failures.set(2);
                await().atMost(BOUND).until(() -> failures.get() <= 0);

                assertThat(there.put("pets", 0, "services: { pets: { timeout: 2s } }")
                                .statusCode())
                        .isEqualTo(201);

                assertThat(client.next("rules").path("document").textValue()).contains("2s");
            }
        }
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    /** Where whoever asks for the service or the instance {@code unreadable} fails. */
    @TestConfiguration(proxyBeanMethods = false)
    static class BadMembers {

        @Bean
        static BeanPostProcessor badMembers() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof PeerAwareInstanceRegistry ? failing(bean) : bean;
                }
            };
        }

        private static Object failing(Object registry) {
            return Proxy.newProxyInstance(
                    registry.getClass().getClassLoader(),
                    ClassUtils.getAllInterfaces(registry),
                    (proxy, method, arguments) -> {
                        boolean reads = method.getName().startsWith("get");
                        if (reads
                                && Arrays.toString(arguments)
                                        .toLowerCase(Locale.ROOT)
                                        .contains("unreadable")) {
                            throw new UnsupportedOperationException("a failure of the test's");
                        }
                        try {
                            return method.invoke(registry, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    /** One that fails so many times. */
    @TestConfiguration(proxyBeanMethods = false)
    static class BadDatabase {

        @Bean
        static AtomicInteger failures() {
            return new AtomicInteger();
        }

        @Bean
        static BeanPostProcessor badDatabase(AtomicInteger failures) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource database ? failing(database, failures) : bean;
                }
            };
        }

        private static DataSource failing(DataSource database, AtomicInteger failures) {
            return new DelegatingDataSource(database) {
                @Override
                public Connection getConnection() throws SQLException {
                    if (failures.getAndDecrement() > 0) {
                        throw new UnsupportedOperationException("a failure of the test's");
                    }
                    return super.getConnection();
                }
            };
        }
    }
}
