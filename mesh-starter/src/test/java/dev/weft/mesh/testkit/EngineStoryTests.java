package dev.weft.mesh.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Step;
import dev.weft.mesh.engine.Verdict;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tells every story to the engine alone, in virtual time. */
class EngineStoryTests {

    private static final long TICK = 1_000_000;
    private static final int KEPT = 64 * 1024;

    private long now;

    static List<Story> stories() {
        return Stories.all();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void storyComesOutAsExpected(Story story) {
        try (Stage stage = Stage.virtual(story, () -> now)) {
            assertThat(tell(story, stage)).as(story.program()).isEqualTo(story.expected());
        }
    }

    private Story.Told tell(Story story, Stage stage) {
        CallRequest request = CallRequest.of(ServiceName.of(Story.SERVICE), story.method(), "/")
                .withReplayable(story.bodyBytes() <= KEPT)
                .withDeadline(
                        story.deadline() == null
                                ? null
                                : Deadline.after(story.deadline().toNanos(), now));
        Call call = stage.engine().begin(request, now);
        Step step = call.next(now);
        while (!(step instanceof Step.Fail failed)) {
            if (step instanceof Step.Wait wait) {
                now += wait.nanos();
            } else if (step instanceof Attempt attempt && perform(story, call, attempt)) {
                Act act = act(story, attempt);
                boolean brokenOff = story.readsBody() && act.end() != Outcome.COMPLETED;
                return stage.told(Story.Told.caller(act.status(), call.isSpent(), brokenOff));
            }
            step = call.next(now);
        }
        return stage.told(Story.Told.caller(failed.failure().reason(), call.isSpent(), false));
    }

    /** Plays what the attempt meets: true if its response was handed to the caller. */
    private boolean perform(Story story, Call call, Attempt attempt) {
        Act act = act(story, attempt);
        if (act.status() == 0) {
            now += duration(act.end(), call, attempt);
            call.ended(attempt, act.end(), now);
            return false;
        }
        now += TICK;
        if (call.head(attempt, act.status(), act.headers(), now) == Verdict.DISCARD) {
            return false;
        }
        now += TICK;
        call.ended(attempt, story.readsBody() ? act.end() : Outcome.CANCELLED, now);
        return true;
    }

    private static Act act(Story story, Attempt attempt) {
        return story.acts().get(attempt.number() - 1);
    }

    private static long duration(Outcome end, Call call, Attempt attempt) {
        return switch (end) {
            case TIMEOUT -> attempt.headTimeoutNanos();
            case CONNECT_TIMEOUT -> call.connectTimeoutNanos(attempt);
            default -> TICK;
        };
    }
}
