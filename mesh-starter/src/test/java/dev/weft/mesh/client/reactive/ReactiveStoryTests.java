package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.MeshException;
import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.testkit.Stage;
import dev.weft.mesh.testkit.Story;
import dev.weft.mesh.testkit.StoryContract;
import dev.weft.mesh.testkit.TestEngine;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;

/** Tells every story by way of WebClient. */
class ReactiveStoryTests extends StoryContract {

    private static final LogicalHosts HOSTS = new LogicalHosts(List.of(), List.of());

    @Override
    public Story.Told tell(Story story, Stage stage) {
        try (MeshHttpClient transport = new MeshHttpClient(stage.engine(), new Alarms())) {
            return tell(story, stage, transport);
        }
    }

    private static Story.Told tell(Story story, Stage stage, MeshHttpClient transport) {
        ReactiveCalls calls = new ReactiveCalls(
                TestEngine.calls(stage.engine()), transport.client().compress(true), new Alarms());
        MeshConnector connector = new MeshConnector(new ReactorClientHttpConnector(), () -> HOSTS, () -> calls, null);
        MeshContext context = new MeshContext("story", deadline(story));
        String caller = WebClient.builder()
                .clientConnector(connector)
                .build()
                .method(HttpMethod.valueOf(story.method()))
                .uri("http://" + Story.SERVICE + "/")
                .body(story.bodyBytes() == 0 ? BodyInserters.empty() : BodyInserters.fromValue(story.body()))
                .exchangeToMono(response -> read(story, response, context))
                .onErrorResume(WebClientRequestException.class, error -> failed(error, context))
                .contextWrite(reactor -> reactor.put(MeshContext.KEY, context))
                .block();
        return stage.told(caller);
    }

    private static Deadline deadline(Story story) {
        return story.deadline() == null ? null : Deadline.after(story.deadline().toNanos(), System.nanoTime());
    }

    private static Mono<String> read(Story story, ClientResponse response, MeshContext context) {
        int status = response.statusCode().value();
        if (!story.readsBody()) {
            return response.bodyToFlux(byte[].class).take(1).then().thenReturn(caller(status, context, false));
        }
        return response.bodyToMono(byte[].class)
                .then(Mono.fromSupplier(() -> caller(status, context, false)))
                .onErrorResume(error -> Mono.just(caller(status, context, true)));
    }

    private static Mono<String> failed(WebClientRequestException error, MeshContext context) {
        MeshException mesh = (MeshException) error.getCause();
        return Mono.just(caller(mesh.reason(), context, false));
    }

    private static String caller(Object statusOrReason, MeshContext context, boolean brokenOff) {
        return Story.Told.caller(statusOrReason, context.isSpent(), brokenOff);
    }
}
