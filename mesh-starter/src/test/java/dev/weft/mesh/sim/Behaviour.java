package dev.weft.mesh.sim;

import dev.weft.mesh.model.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/** How an endpoint replies. */
@FunctionalInterface
interface Behaviour {

    Reply reply(SplittableRandom random);

    /** Answers 200 after about so long. */
    static Behaviour answersIn(Duration mean) {
        return random -> new Reply.Answer(200, Map.of(), about(mean, random));
    }

    /** Answers 200 after exactly so long: what no real endpoint does, and where ties are decided. */
    static Behaviour answersExactlyIn(Duration time) {
        return random -> new Reply.Answer(200, Map.of(), time.toNanos());
    }

    /** Of the requests so many percent are answered with this status at once. */
    default Behaviour failing(int percent, int status) {
        return random -> random.nextInt(100) < percent
                ? new Reply.Answer(status, Map.of(), about(Duration.ofMillis(1), random))
                : reply(random);
    }

    /** Nobody listens there. */
    static Behaviour refuses() {
        return random -> new Reply.Broken(Outcome.CONNECT_FAILED, about(Duration.ofNanos(300_000), random));
    }

    /** Most of the time nearly the mean, now and then several times it. */
    private static long about(Duration mean, SplittableRandom random) {
        return (long) (mean.toNanos() * (0.7 - 0.3 * Math.log(1 - random.nextDouble())));
    }
}
