package dev.weft.mesh.client.reactive;

import dev.weft.mesh.engine.Attempt;
import reactor.core.publisher.Mono;

/** Sends the attempts of one call: what {@link CallLoop} needs of a transport. */
@FunctionalInterface
interface Sender<R extends Reply> {

    /**
     * Subscribing sends the attempt. Ends with the head of its response, or with an {@link AttemptException} once the engine
     * was told that the attempt has ended. Cancelling gives the attempt up, whatever state it is in.
     */
    Mono<R> send(Attempt attempt);
}
