package dev.weft.registry.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AuthenticationServiceException;
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

    @Test
    void matchesWhenManyGuessAtOnceChecksAFewAndRefusesTheRest() throws Exception {
        CountDownLatch guessed = new CountDownLatch(1);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        VerifiedPasswords guarded = new VerifiedPasswords(
                new Slow() {
                    @Override
                    public boolean matches(CharSequence password, String hash) {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        try {
                            guessed.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        now.decrementAndGet();
                        return false;
                    }
                },
                nanos::get);
        ExecutorService guessers = Executors.newFixedThreadPool(20);
        try {
            CompletionService<Boolean> guesses = new ExecutorCompletionService<>(guessers);
            for (int i = 0; i < 20; i++) {
                guesses.submit(() -> guarded.matches("guess", "hash of right"));
            }
            for (int refused = 0; refused < 8; refused++) {
                assertThatThrownBy(() -> guesses.take().get()).hasCauseInstanceOf(AuthenticationServiceException.class);
            }
            guessed.countDown();
            for (int checked = 0; checked < 12; checked++) {
                assertThat(guesses.take().get()).isFalse();
            }
            assertThat(most.get()).isEqualTo(2);
        } finally {
            guessers.shutdownNow();
        }
    }

    private static class Slow implements PasswordEncoder {

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
