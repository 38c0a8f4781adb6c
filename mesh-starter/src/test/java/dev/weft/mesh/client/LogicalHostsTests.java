package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.ServiceName;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogicalHostsTests {

    private final LogicalHosts hosts = new LogicalHosts(List.of("Redis"), List.of("registry"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://petdetails",
                "http://petdetails/pet/1",
                "https://petdetails:8443/",
                "http://PetDetails/",
                "http://user@petdetails/"
            })
    void serviceWhenTheHostIsASingleLabelIsItsName(String url) {
        assertThat(hosts.service(URI.create(url))).isEqualTo(ServiceName.of("petdetails"));
    }

    @Test
    void serviceWhenTheNameHasAnUnderscoreIsFoundAllTheSame() {
        assertThat(hosts.service(URI.create("http://pet_details:8080/x"))).isEqualTo(ServiceName.of("pet_details"));
        assertThat(hosts.service(URI.create("http://me@pet_details/x"))).isEqualTo(ServiceName.of("pet_details"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080/",
                "http://LOCALHOST/",
                "http://127.0.0.1:8080/",
                "http://2130706433/",
                "http://[::1]:8080/",
                "http://api.example.com/",
                "http://petdetails.default/",
                "http://redis:6379/",
                "http://registry:8761/eureka",
                "ftp://petdetails/",
                "/pet/1",
                "http:///pet/1",
                "mailto:someone"
            })
    void serviceWhenTheHostIsNotLogicalIsNull(String url) {
        assertThat(hosts.service(URI.create(url))).isNull();
    }
}
