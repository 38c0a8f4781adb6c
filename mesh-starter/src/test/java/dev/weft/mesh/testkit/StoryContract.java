package dev.weft.mesh.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tells every story by way of the adapter under test, in real time against real servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StoryContract implements Story.Teller {

    static List<Story> stories() {
        return Stories.all();
    }

    /** The first call of a process loads classes for longer than the stories' time limits allow. */
    @BeforeAll
    void warmUp() throws Exception {
        Story story = Stories.all().get(0);
        try (Stage stage = Stage.real(story)) {
            tell(story, stage);
        }
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
