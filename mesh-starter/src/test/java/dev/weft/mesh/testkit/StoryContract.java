package dev.weft.mesh.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tells every story by way of the adapter under test, in real time against real servers. */
public abstract class StoryContract implements Story.Teller {

    static List<Story> stories() {
        return Stories.all();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void storyComesOutAsExpected(Story story) throws Exception {
        try (Stage stage = Stage.real(story)) {
            Story.Told told = tell(story, stage);
            assertThat(told).as(story.program()).isEqualTo(story.expected());
            stage.checkRequests();
        }
    }
}
