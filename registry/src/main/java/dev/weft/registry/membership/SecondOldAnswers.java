package dev.weft.registry.membership;

import com.netflix.eureka.EurekaServerConfig;
import com.netflix.eureka.registry.Key;
import com.netflix.eureka.registry.ResponseCache;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Eureka's answers to those who fetch, each kept until it is as old as the settings let it be, a second, whatever changes
 * meanwhile. Eureka makes all of them anew after each change, under a lock that registrations wait for: a fleet that is on
 * the move and fetches would keep it busy with nothing else. Streams don't come here.
 */
final class SecondOldAnswers implements ResponseCache {

    private final ResponseCache answers;

    SecondOldAnswers(ResponseCache answers) {
        this.answers = answers;
    }

    /** Whether the settings let answers live for no longer: otherwise what has changed would be kept from those who ask. */
    static boolean suit(EurekaServerConfig settings) {
        return !settings.shouldUseReadOnlyResponseCache() && settings.getResponseCacheAutoExpirationInSeconds() <= 1;
    }

    @Override
    public void invalidate(String application, @Nullable String vip, @Nullable String secureVip) {
        // By time only.
    }

    @Override
    public AtomicLong getVersionDelta() {
        return answers.getVersionDelta();
    }

    @Override
    public AtomicLong getVersionDeltaWithRegions() {
        return answers.getVersionDeltaWithRegions();
    }

    @Override
    public @Nullable String get(Key key) {
        return answers.get(key);
    }

    @Override
    public byte @Nullable [] getGZIP(Key key) {
        return answers.getGZIP(key);
    }

    @Override
    public void stop() {
        answers.stop();
    }
}
