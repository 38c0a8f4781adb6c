package dev.weft.bench.membership;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One client's stream. It keeps nothing of what it is told but when that was, and reports on rules. */
final class Watch implements Flow.Subscriber<String> {

    private static final Pattern INSTANCE = Pattern.compile("\"service-\\d+-(\\d+)\"");
    private static final Pattern SESSION = Pattern.compile("\"session\":\"([^\"]+)\"");
    private static final Pattern VERSION =
            Pattern.compile("\"service\":\"([^\"]+)\",\"store\":(\\{[^}]+}),\"revision\":(\\d+),\"stamp\":(-?\\d+)");
    private static final Pattern TIMEOUT = Pattern.compile("timeout: (\\d+)ms");

    /** What all watchers have in common. */
    record Tally(Propagation joins, Propagation leaves, Propagation rules, CountDownLatch sets, AtomicInteger ended) {}

    private final Tally tally;
    private final Reports reports;
    private String event = "";
    private String session = "";

    Watch(Tally tally, Reports reports) {
        this.tally = tally;
        this.reports = reports;
    }

    /** Opens a stream of these services. */
    static HttpRequest request(URI registry, String instance, List<String> services) {
        String names =
                services.stream().map(name -> "{\"name\":\"" + name + "\"}").collect(Collectors.joining(","));
        String body = """
                {"client":{"service":"watcher","instance":"%s","starter":"bench","features":["timeout"]},"services":[%s]}
                """.formatted(instance, names);
        return HttpRequest.newBuilder(registry.resolve("/mesh/v1/watch"))
                .header("Accept", "text/event-stream")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        if (line.startsWith("event:")) {
            event = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
            told(line);
        }
    }

    private void told(String data) {
        if (event.equals("hello")) {
            Matcher hello = SESSION.matcher(data);
            session = hello.find() ? hello.group(1) : "";
        } else if (event.equals("rules")) {
            each(TIMEOUT, data, tally.rules::told);
            Matcher version = VERSION.matcher(data);
            if (version.find()) {
                reports.applied(session, version.group(1), version.group(2), version.group(3), version.group(4));
            }
        } else if (event.equals("endpoints") && data.contains("\"whole\":true")) {
            tally.sets.countDown();
        } else if (event.equals("endpoints")) {
            int gone = data.indexOf("\"gone\":");
            each(INSTANCE, data.substring(0, gone), tally.joins::told);
            each(INSTANCE, data.substring(gone), tally.leaves::told);
        }
    }

    private static void each(Pattern pattern, String text, IntConsumer number) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            number.accept(Integer.parseInt(matcher.group(1)));
        }
    }

    @Override
    public void onError(Throwable error) {
        tally.ended.incrementAndGet();
    }

    @Override
    public void onComplete() {
        tally.ended.incrementAndGet();
    }
}
