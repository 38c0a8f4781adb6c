package dev.weft.mesh.testkit;

import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Events in, actions out: a call, what each of its attempts meets, and what must come of it through the engine alone and
 * through every adapter.
 *
 * @param name what it tells
 * @param method of the request
 * @param bodyBytes length of the request's body
 * @param rules in force
 * @param deadline what is left of the caller's own time, or null
 * @param readsBody whether the caller reads the response; if not, it closes it as soon as it has it
 * @param acts what the first attempt meets, the second, ...; each is an endpoint of its own, chosen in this order
 * @param expected what comes of it
 */
public record Story(
        String name,
        String method,
        int bodyBytes,
        ServiceRules rules,
        Duration deadline,
        boolean readsBody,
        List<Act> acts,
        Told expected) {

    public static final String SERVICE = "petdetails";

    /** The request's body. */
    public byte[] body() {
        byte[] body = new byte[bodyBytes];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) ('a' + i % 26);
        }
        return body;
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * What came of a story.
     *
     * @param caller what the caller saw: the status of the response, or the reason of the {@code MeshException}; ", spent"
     *     if it says that retries were spent; ", broken off" if reading the body failed
     * @param attempts each attempt's status, if it got one, and outcome
     */
    public record Told(String caller, List<String> attempts) {

        /** What the caller saw, in the words of a story. */
        public static String caller(Object statusOrReason, boolean spent, boolean brokenOff) {
            return statusOrReason + (spent ? ", spent" : "") + (brokenOff ? ", broken off" : "");
        }
    }

    /** Tells stories by way of one adapter. */
    @FunctionalInterface
    public interface Teller {
        Told tell(Story story, Stage stage) throws Exception;
    }

    /** For the list of stories. */
    static Builder of(String name, String method, Act... acts) {
        return new Builder(name, method, List.of(acts));
    }

    static final class Builder {
        private final String name;
        private final String method;
        private final List<Act> acts;
        private int bodyBytes;
        private ServiceRules rules;
        private Duration deadline;
        private boolean readsBody = true;

        private Builder(String name, String method, List<Act> acts) {
            this.name = name;
            this.method = method;
            this.acts = acts;
            this.rules = acts.stream().anyMatch(Act::isLate) ? Stories.HASTY : Stories.RULES;
        }

        Builder body(int bytes) {
            bodyBytes = bytes;
            return this;
        }

        Builder rules(ServiceRules newRules) {
            rules = newRules;
            return this;
        }

        Builder deadline(Duration left) {
            deadline = left;
            return this;
        }

        Builder unread() {
            readsBody = false;
            return this;
        }

        Story tells(String caller, String... attempts) {
            return new Story(
                    name, method, bodyBytes, rules, deadline, readsBody, acts, new Told(caller, List.of(attempts)));
        }
    }

    /** The acts with their numbers. */
    String program() {
        return IntStream.range(0, acts.size())
                .mapToObj(i -> (i + 1) + ": " + acts.get(i))
                .collect(Collectors.joining(", "));
    }
}
