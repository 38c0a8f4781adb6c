package dev.weft.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Pods of one mesh that are told to end at the same moment, each while somebody is being served. */
final class Departure {

    private final Pod registry;
    private final Map<Pod, Upload> served = new LinkedHashMap<>();

    private Departure(Pod registry) {
        this.registry = registry;
    }

    static Departure of(Pod registry, List<Pod> pods) throws IOException {
        Departure departure = new Departure(registry);
        for (Pod pod : pods) {
            departure.assertThatItIsRegistered(pod);
            departure.served.put(pod, pod.upload());
        }
        return departure;
    }

    private void assertThatItIsRegistered(Pod pod) throws IOException {
        String registered = registry.answer(
                "http",
                "/eureka/apps/" + pod.workload().service(),
                "--user",
                "mesh:" + Bundle.SECRET,
                "--fail",
                "--retry",
                "30",
                "--retry-delay",
                "1",
                "--retry-all-errors");
        assertThat(registered).as(registry.log()).contains(pod.bundle().podName());
    }

    /** Whoever is served when a pod is told to end gets a whole answer, however long after it takes nobody new. */
    void assertThatNothingIsLost() throws Exception {
        try {
            for (Pod pod : served.keySet()) {
                assertThat(answerThat(
                                has("\nmesh_server_inflight(\\{.*})? 1.0\n"),
                                pod,
                                "management",
                                "/actuator/prometheus"))
                        .as(pod.log())
                        .endsWith("200");
            }
            served.keySet().forEach(Pod::terminate);
            for (Pod pod : served.keySet()) {
                assertThat(answerThat(has("mesh-leaving: true"), pod, "http", "/livez"))
                        .as(pod.log())
                        .endsWith("200");
            }
            for (Pod pod : served.keySet()) {
                assertThat(answerThat(has("^\n000$"), pod, "http", "/livez"))
                        .as("whether it takes somebody new: " + pod.log())
                        .isEqualTo("\n000");
            }
            for (Map.Entry<Pod, Upload> one : served.entrySet()) {
                assertThatItIsAnswered(one.getKey(), one.getValue());
            }
        } finally {
            served.values().forEach(Upload::close);
        }
    }

    private static void assertThatItIsAnswered(Pod pod, Upload upload) throws Exception {
        assertThat(pod.isRunning()).as(pod.log()).isTrue();
        Command answer = upload.end();
        assertThat(answer.printed())
                .as(pod.log())
                .containsIgnoringCase(upload.expected())
                .contains("mesh-leaving: true");
        assertThat(answer.status()).as("whether the answer is whole").isZero();
    }

    private static Predicate<String> has(String pattern) {
        return Pattern.compile(pattern).asPredicate();
    }

    /** The first of its answers that is awaited, or the last one, if none is. Those that are served go on meanwhile. */
    private String answerThat(Predicate<String> awaited, Pod pod, String port, String path) throws IOException {
        String answer = "";
        for (int asked = 0; asked < 1000 && pod.isRunning() && !awaited.test(answer); asked++) {
            for (Upload upload : served.values()) {
                upload.goOn();
            }
            answer = pod.answer(port, path);
        }
        return answer;
    }
}
