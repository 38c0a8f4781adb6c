package dev.weft.mesh.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How this process and the registry talk. */
public class RegistryProperties {

    /** Whether endpoints and rules are taken from the registry's watch stream, where it offers one. */
    private boolean stream = true;

    /** How often all instances are fetched while a stream tells of those called; at most 2m, 0 for as often as else. */
    private Duration fetchBesideStream = Duration.ofSeconds(30);

    /** Registries that may offer a stream; by default those of eureka.client.service-url. */
    private List<String> urls = new ArrayList<>();

    /** What lets this process join: sent to registries whose URLs hold no credentials. */
    private @Nullable String joinSecret;

    /** How long an instance that has started is not ready while no registry has confirmed it; 0 to not wait. */
    private Duration waitForRegistration = Duration.ofSeconds(60);

    public boolean isStream() {
        return stream;
    }

    public void setStream(boolean stream) {
        this.stream = stream;
    }

    public Duration getFetchBesideStream() {
        return fetchBesideStream;
    }

    public void setFetchBesideStream(Duration fetchBesideStream) {
        this.fetchBesideStream = fetchBesideStream;
    }

    public List<String> getUrls() {
        return urls;
    }

    public void setUrls(List<String> urls) {
        this.urls = urls;
    }

    public @Nullable String getJoinSecret() {
        return joinSecret;
    }

    public void setJoinSecret(@Nullable String joinSecret) {
        this.joinSecret = joinSecret;
    }

    public Duration getWaitForRegistration() {
        return waitForRegistration;
    }

    public void setWaitForRegistration(Duration waitForRegistration) {
        this.waitForRegistration = waitForRegistration;
    }
}
