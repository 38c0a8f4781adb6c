package dev.weft.meshctl.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an instance says of itself is not believed beyond its own host. */
class InstanceTests {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void managementWhenThePortIsItsOwnIsThere() {
        assertThat(of("127.0.0.1", "\"9090\"", false).management()).isEqualTo(URI.create("http://127.0.0.1:9090"));
        assertThat(of("::1", "9090", true).management()).isEqualTo(URI.create("https://[::1]:9090"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 80@elsewhere.example",
        "127.0.0.1, 80/shutdown?x=",
        "127.0.0.1, 0",
        "127.0.0.1, 65536",
        "127.0.0.1, -1",
        "127.0.0.1, x",
        "me@elsewhere.example, 80",
        "elsewhere.example/a, 80",
        "elsewhere.example?a, 80",
        "elsewhere.example#a, 80",
        "two words, 80"
    })
    void managementWhenItIsNoAddressIsNone(String host, String port) {
        assertThat(of(host, "\"" + port + "\"", false).management()).isNull();
    }

    private static Instance of(String host, String port, boolean secure) {
        try {
            return Instance.of("petservice", MAPPER.readTree("""
                    {"id": "petservice-1", "host": "%s", "port": 8080, "secure": %s, "status": "UP",
                     "metadata": {"management.port": %s}}
                    """.formatted(host, secure, port)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
