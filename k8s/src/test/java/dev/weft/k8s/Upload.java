package dev.weft.k8s;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request whose body has begun and not ended: it is under way for as long as one likes. */
final class Upload implements AutoCloseable {

    private final Process curl;
    private final Body body;

    /**
     * What is sent, and what comes of it.
     *
     * @param more any number of times
     * @param end the rest
     * @param answer what is in the answer to it
     */
    private record Body(String type, String method, String path, String more, String end, String answer) {

        /** Spring reads a form by PUT whole before it looks for whom it is. There is no such page, and the application says so. */
        static final Body FORM =
                new Body("application/x-www-form-urlencoded", "PUT", "/nowhere", "and=so&", "end=here", "/nowhere");

        /** What is written at the edge is in the ledger, three services further on. */
        static final Body VISIT = new Body(
                "application/json",
                "POST",
                "/pet/124/visits",
                " ",
                "{\"date\": \"2026-11-20\", \"reason\": \"check-up\"}",
                "location: /pet/124/visits/");
    }

    private Upload(Process curl, Body body) {
        this.curl = curl;
        this.body = body;
    }

    /** Begins one to an application. */
    static Upload toApplication(Network network, String url) throws IOException {
        return begin(network, url, Body.FORM);
    }

    /** Begins one to the edge, which takes only what there are routes for. */
    static Upload toEdge(Network network, String url) throws IOException {
        return begin(network, url, Body.VISIT);
    }

    private static Upload begin(Network network, String url, Body body) throws IOException {
        // The dot is its input, sent as it comes; with "-" it would be gathered.
        List<String> line = new ArrayList<>(
                network.onNode("curl", "--silent", "--include", "--no-buffer", "--upload-file", ".", "--request"));
        line.addAll(List.of(body.method, "--header", "Expect:", "--header", "Content-Type: " + body.type));
        line.add(url + body.path);
        Process curl = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Upload upload = new Upload(curl, body);
        upload.goOn();
        return upload;
    }

    /** Sends a little more, so that nobody takes it for dead. */
    void goOn() throws IOException {
        send(body.more);
    }

    private void send(String text) throws IOException {
        OutputStream out = curl.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Sends the end. What is answered, with headers; the exit status is not 0 if the answer isn't whole. */
    Command end() throws IOException, InterruptedException {
        send(body.end);
        curl.getOutputStream().close();
        String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Command(List.of("curl"), curl.waitFor(), answer, "");
    }

    /** What is in the answer if all is well. */
    String expected() {
        return body.answer;
    }

    @Override
    public void close() {
        curl.destroy();
    }
}
