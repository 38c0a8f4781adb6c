package dev.weft.mesh.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Asks the machine's metadata server for the zone, where {@code mesh.zone-url} names one and {@code mesh.zone} is empty. It
 * comes after logging is set up, since it has something to say.
 */
final class MachineZone implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final Logger log = LoggerFactory.getLogger(MachineZone.class);

    private static final String WHOM = "mesh.zone-url";
    private static final String WHAT = "mesh.zone";

    /** GKE's metadata server takes some seconds until it answers a new pod. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int TIMEOUT_MILLIS = 1_000;
    private static final long PAUSE_NANOS = 250_000_000;

    private static final int MOST_BYTES = 1_024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        String url = environment.getProperty(WHOM);
        if (StringUtils.hasText(url) && !StringUtils.hasText(environment.getProperty(WHAT))) {
            environment.getPropertySources().addFirst(new MapPropertySource(WHOM, Map.of(WHAT, ask(parse(url)))));
        }
    }

    private static URL parse(String url) {
        try {
            URL parsed = URI.create(url).toURL();
            if (parsed.getProtocol().startsWith("http")) {
                return parsed;
            }
        } catch (IllegalArgumentException | MalformedURLException e) {
            // As for whatever else is none.
        }
        throw new InvalidMeshPropertyException(WHOM, "\"" + url + "\" (expected: an http URL)");
    }

    /** The zone, or "" if it can't be learned. */
    private static String ask(URL url) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return askOnce(url);
            } catch (IOException e) {
                if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                    log.warn("{} does not tell the zone ({}), so this instance has none", url, e.toString());
                    return "";
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static String askOnce(URL url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        // Google's refuses requests without it, which a browser could be made to send.
        connection.setRequestProperty("Metadata-Flavor", "Google");
        try (InputStream answer = connection.getInputStream()) {
            String text = new String(answer.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).trim();
            // Google's is projects/<number>/zones/<zone>.
            String zone = text.substring(text.lastIndexOf('/') + 1);
            if (!NAME.matcher(zone).matches()) {
                throw new IOException("its answer is no zone: \"" + text + "\"");
            }
            return zone;
        } finally {
            connection.disconnect();
        }
    }
}
