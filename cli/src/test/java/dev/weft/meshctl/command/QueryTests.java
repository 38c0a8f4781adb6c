package dev.weft.meshctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTests {

    /** Each port of a host outside is a destination of its own; of a service, rules may match it. */
    @ParameterizedTest
    @CsvSource({
        "http://petdetails/pet/1/details?a=b, service=petdetails&method=GET&path=%2Fpet%2F1%2Fdetails&query=a%3Db",
        "http://petdetails:9081/, service=petdetails&method=GET&path=%2F&port=9081",
        "http://Other.example/x, service=other.example%3A80&method=GET&path=%2Fx",
        "https://other.example, service=other.example%3A443&method=GET&path=%2F",
        "https://other.example:8443/, service=other.example%3A8443&method=GET&path=%2F"
    })
    void parametersNameTheServiceAsTheMeshDoes(String url, String expected) {
        assertThat(Query.of("GET", url, List.of()).parameters()).isEqualTo(expected);
    }
}
