package dev.weft.k8s;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A container that runc runs of an image and a manifest, and what a kubelet asks it. */
final class Pod implements AutoCloseable {

    private final Bundle bundle;
    private final Network network;
    private final Network.Seat seat;
    private final Path log;
    private final String state;
    private final Process runc;
    private long toldToEnd;

    private Pod(Bundle bundle, Network network, Network.Seat seat, Path log, String state, Process runc) {
        this.bundle = bundle;
        this.network = network;
        this.seat = seat;
        this.log = log;
        this.state = state;
        this.runc = runc;
    }

    static Pod start(ImageTar image, Path folder, Network network) throws IOException {
        Bundle bundle = image.unpack(folder);
        Network.Seat seat = bundle.configure(network);
        Path log = folder.resolve(bundle.podName() + ".log");
        String state = folder.resolve("state").toString();
        Process runc = new ProcessBuilder(
                        "runc",
                        "--root",
                        state,
                        "run",
                        "--bundle",
                        bundle.folder().toString(),
                        bundle.podName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Pod(bundle, network, seat, log, state, runc);
    }

    Workload workload() {
        return bundle.workload();
    }

    Bundle bundle() {
        return bundle;
    }

    /** The status of the answer to a probe, which is asked for two minutes; 0 if there is none. */
    int status(V1Probe probe) {
        String answer = answer(
                probe.getHttpGet().getPort().getStrValue(),
                probe.getHttpGet().getPath(),
                "--retry",
                "120",
                "--retry-delay",
                "1",
                "--retry-connrefused");
        return Integer.parseInt(answer.substring(answer.lastIndexOf('\n') + 1));
    }

    /** What is answered at a port, headers before it, and the status in a last line. */
    String answer(String port, String path, String... options) {
        List<String> line = new ArrayList<>(
                network.onNode("curl", "--silent", "--include", "--max-time", "5", "--write-out", "\n%{http_code}"));
        line.addAll(List.of(options));
        line.add(url(port) + path);
        return Command.run(line.toArray(new String[0])).printed();
    }

    private String url(String port) {
        return "http://" + seat.address() + ":" + workload().port(port);
    }

    /** A request to it that is under way until it is ended. */
    Upload upload() throws IOException {
        return workload().isEdge() ? Upload.toEdge(network, url("http")) : Upload.toApplication(network, url("http"));
    }

    /** The id of its first process, as this machine numbers it. */
    long process() {
        return json(runc("state", bundle.podName())).get("pid").getAsLong();
    }

    /** A file of the kernel about its first process. */
    Map<String, String> kernelStatus() throws IOException {
        Map<String, String> status = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/" + process() + "/status"))) {
            status.put(line.replaceFirst(":.*", ""), line.replaceFirst("[^:]*:\\s*", ""));
        }
        return status;
    }

    long memoryLimit() {
        return json(runc("events", "--stats", bundle.podName()))
                .getAsJsonObject("data")
                .getAsJsonObject("memory")
                .getAsJsonObject("usage")
                .get("limit")
                .getAsLong();
    }

    void terminate() {
        toldToEnd = System.nanoTime();
        runc("kill", bundle.podName(), "TERM").orThrow();
    }

    boolean isRunning() {
        return runc.isAlive();
    }

    /** Its exit status, or -1 if it hasn't ended in time since it was told to. */
    int exitStatus(Duration within) throws InterruptedException {
        long left = within.toNanos() - (System.nanoTime() - toldToEnd);
        return runc.waitFor(left, TimeUnit.NANOSECONDS) ? runc.exitValue() : -1;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    private Command runc(String command, String... arguments) {
        String[] line = new String[arguments.length + 4];
        System.arraycopy(new String[] {"runc", "--root", state, command}, 0, line, 0, 4);
        System.arraycopy(arguments, 0, line, 4, arguments.length);
        return Command.run(line);
    }

    private static JsonObject json(Command command) {
        return JsonParser.parseString(command.orThrow()).getAsJsonObject();
    }

    /** What hasn't ended is killed. */
    @Override
    public void close() {
        runc("delete", "--force", bundle.podName());
        runc.destroy();
    }
}
