package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTests {

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, null, 0",
                "'', null, 0",
                "0, null, 0",
                "' 7 ', null, 7",
                "300, null, 300",
                "301, null, 300",
                "99999999999999999999999, null, 300",
                "-1, null, 0",
                "1.5, null, 0",
                "soon, null, 0",
                "١٢, null, 0",
                "'Wed, 21 Oct 2015 07:28:30 GMT', 'Wed, 21 Oct 2015 07:28:00 GMT', 30",
                "'Wed, 21 Oct 2015 07:28:00 GMT', 'Wed, 21 Oct 2015 07:28:30 GMT', 0",
                "'Wed, 21 Oct 2099 07:28:00 GMT', 'Wed, 21 Oct 2015 07:28:30 GMT', 300",
                "'Wed, 21 Oct 2015 07:28:00 GMT', null, 0",
                "'Wed, 21 Oct 2015 07:28:00 GMT', yesterday, 0",
            })
    void nanosWhenAskedInAnyFormIsWhatMakesSense(@Nullable String retryAfter, @Nullable String date, long seconds) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Retry-After", retryAfter);
        headers.put("Date", date);

        assertThat(RetryAfter.nanos(headers::get)).isEqualTo(seconds * 1_000_000_000);
    }
}
