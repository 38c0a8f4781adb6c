package dev.weft.registry.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

class VerifiedPasswordsTests {

    private final AtomicLong nanos = new AtomicLong();
    private final Slow slow = new Slow();
    private final VerifiedPasswords passwords = new VerifiedPasswords(slow, nanos::get);

    @Test
    void matchesWhenItWasRightAMomentAgoAsksNobody() {
        assertThat(passwords.matches("right", "hash of right")).isTrue();
        assertThat(passwords.matches("right", "hash of right")).isTrue();

        assertThat(slow.asked).isEqualTo(1);
    }

    @Test
    void matchesWhenItWasRightLongAgoAsksAgain() {
        passwords.matches("right", "hash of right");
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());

        assertThat(passwords.matches("right", "hash of right")).isTrue();
        assertThat(slow.asked).isEqualTo(2);
    }

    @Test
    void matchesWhenItIsWrongAsksEachTime() {
        passwords.matches("right", "hash of right");
        assertThat(passwords.matches("wrong", "hash of right")).isFalse();
        assertThat(passwords.matches("wrong", "hash of right")).isFalse();

        assertThat(slow.asked).isEqualTo(3);
    }

    @Test
    void matchesWhenThePasswordHasChangedAsksAgain() {
        passwords.matches("right", "hash of right");

        assertThat(passwords.matches("right", "hash of another")).isFalse();
    }

    private static final class Slow implements PasswordEncoder {

        private int asked;

        @Override
        public String encode(CharSequence password) {
            return "hash of " + password;
        }

        @Override
        public boolean matches(CharSequence password, String hash) {
            asked++;
            return encode(password).equals(hash);
        }
    }
}
