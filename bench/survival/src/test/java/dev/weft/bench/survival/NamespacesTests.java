package dev.weft.bench.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** With namespaces of the kernel's, in a process that has a network of its own. */
class NamespacesTests {

    private static final String NONE = "no namespaces here";

    @Test
    void packetsWhenAWayIsCutAreLostAndThoseTheOtherWayArrive() throws Exception {
        String told = run(List.of(
                Path.of("..", "apart").toAbsolutePath().toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Story.class.getName()));
        if (told.contains(NONE)) {
            System.err.println("NOT TESTED: partitions by network namespaces, which need root");
        }
        assumeTrue(!told.contains(NONE), NONE);

        assertThat(told.lines())
                .containsExactly(
                        "connected: a heard 0, b heard 1",
                        "cut from a to b: a heard 1, b heard 1",
                        "healed: a heard 1, b heard 2");
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return told;
    }

    /** What happens in that network. */
    static final class Story {

        /** Datagrams for a port that nobody listens on. */
        private static final Pattern ARRIVED = Pattern.compile("Udp: \\d+ (\\d+) ");

        private final Network network;

        private Story(Network network) {
            this.network = network;
        }

        public static void main(String[] args) throws Exception {
            if (!Namespaces.possible()) {
                System.out.println(NONE);
                return;
            }
            try (Network network = new Namespaces()) {
                new Story(network).play();
            }
        }

        private void play() throws Exception {
            Way way = network.way("a", "b");
            send("a", "b");
            await("b", 1);
            tell("connected");

            way.cut();
            send("a", "b");
            // It comes later, so that what would arrive has arrived.
            send("b", "a");
            await("a", 1);
            tell("cut from a to b");

            way.heal();
            send("a", "b");
            await("b", 2);
            tell("healed");
        }

        private void send(String from, String to) throws Exception {
            at(from, "bash", "-c", "echo hello >/dev/udp/" + network.place(to).address() + "/9");
        }

        private int heard(String process) throws Exception {
            Matcher arrived = ARRIVED.matcher(at(process, "cat", "/proc/net/snmp"));
            assertThat(arrived.find()).isTrue();
            return Integer.parseInt(arrived.group(1));
        }

        private void await(String process, int packets) throws Exception {
            long start = System.nanoTime();
            while (heard(process) < packets) {
                assertThat(System.nanoTime() - start)
                        .as("time until " + process + " hears")
                        .isLessThan(Duration.ofSeconds(60).toNanos());
            }
        }

        private void tell(String what) throws Exception {
            System.out.println(what + ": a heard " + heard("a") + ", b heard " + heard("b"));
        }

        private String at(String process, String... command) throws Exception {
            List<String> whole = new ArrayList<>(network.place(process).entrance());
            whole.addAll(List.of(command));
            return run(whole);
        }
    }
}
