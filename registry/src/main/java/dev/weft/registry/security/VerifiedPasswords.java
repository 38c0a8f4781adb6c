package dev.weft.registry.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Remembers for a while which password was right: to check one is slow on purpose, some 100 ms, and every request brings its
 * own. A wrong one is never remembered, so that guessing stays slow; and only a few are checked at a time, so that guessing
 * takes neither all processors nor all threads from instances. Kept is a keyed hash only, under a key that this
 * process has made for itself. Thread-safe.
 */
final class VerifiedPasswords implements PasswordEncoder {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final long KEPT = Duration.ofMinutes(1).toNanos();
    private static final int MOST = 100;

    /** So many are checked at a time, and so many are there with those who wait. */
    private static final int MOST_CHECKED = 2;

    private static final int MOST_WAITING = 12;

    private final Semaphore checking = new Semaphore(MOST_CHECKED, true);
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final PasswordEncoder encoder;
    private final LongSupplier nanos;
    private final SecretKeySpec key;

    /** When each was checked. */
    private final Map<String, Long> verified = new ConcurrentHashMap<>();

    VerifiedPasswords(PasswordEncoder encoder, LongSupplier nanos) {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        this.encoder = encoder;
        this.nanos = nanos;
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
        if (password == null || hash == null) {
            return false;
        }
        long now = nanos.getAsLong();
        String mark = mark(password, hash);
        Long checked = verified.get(mark);
        if (checked != null && now - checked < KEPT) {
            return true;
        }
        boolean right = checked(password, hash);
        if (right) {
            if (verified.size() >= MOST) {
                verified.clear();
            }
            verified.put(mark, now);
        }
        return right;
    }

    private boolean checked(CharSequence password, String hash) {
        if (!waiting.tryAcquire()) {
            throw new AuthenticationServiceException("too many logins are being checked");
        }
        try {
            checking.acquireUninterruptibly();
            try {
                return encoder.matches(password, hash);
            } finally {
                checking.release();
            }
        } finally {
            waiting.release();
        }
    }

    private String mark(CharSequence password, String hash) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(hash.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(password.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public @Nullable String encode(@Nullable CharSequence password) {
        return encoder.encode(password);
    }

    @Override
    public boolean upgradeEncoding(@Nullable String hash) {
        return encoder.upgradeEncoding(hash);
    }
}
