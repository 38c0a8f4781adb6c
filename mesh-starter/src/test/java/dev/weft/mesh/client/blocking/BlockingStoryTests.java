package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.MeshException;
import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.testkit.Stage;
import dev.weft.mesh.testkit.Story;
import dev.weft.mesh.testkit.StoryContract;
import dev.weft.mesh.testkit.TestEngine;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.SimpleClientHttpRequestFactory;

class BlockingStoryTests extends StoryContract {

    @Override
    public Story.Told tell(Story story, Stage stage) throws IOException {
        MeshContext context = new MeshContext("story", deadline(story));
        try (MeshTransports transports =
                        new MeshTransports(TestEngine.calls(stage.engine()), stage.engine(), new Alarms());
                MeshContext.Scope scope = context.open()) {
            return stage.told(caller(story, transports, context));
        }
    }

    private static String caller(Story story, MeshTransports transports, MeshContext context) throws IOException {
        LogicalHosts hosts = new LogicalHosts(List.of(), List.of());
        MeshRequestFactory factory =
                new MeshRequestFactory(new SimpleClientHttpRequestFactory(), () -> hosts, () -> transports, null);
        ClientHttpRequest request =
                factory.createRequest(URI.create("http://petdetails/"), HttpMethod.valueOf(story.method()));
        if (story.bodyBytes() > 0) {
            // Of a length that is not known beforehand, as JSON is.
            ((StreamingHttpOutputMessage) request).setBody(out -> out.write(story.body()));
        }
        ClientHttpResponse response;
        try {
            response = request.execute();
        } catch (MeshException e) {
            return Story.Told.caller(e.reason(), context.isSpent(), false);
        }
        boolean brokenOff = false;
        try (response) {
            if (story.readsBody()) {
                response.getBody().readAllBytes();
            }
        } catch (MeshException e) {
            brokenOff = true;
        }
        boolean spent = response.getHeaders().getFirst("mesh-reason") != null;
        return Story.Told.caller(response.getStatusCode().value(), spent, brokenOff);
    }

    private static Deadline deadline(Story story) {
        return story.deadline() == null ? null : Deadline.after(story.deadline().toNanos(), System.nanoTime());
    }
}
