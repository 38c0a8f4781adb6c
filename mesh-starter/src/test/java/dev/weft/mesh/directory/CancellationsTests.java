package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.ActionType;
import com.netflix.appinfo.LeaseInfo;
import com.netflix.discovery.shared.Application;
import com.netflix.discovery.shared.Applications;
import dev.weft.mesh.model.Endpoint;
import org.junit.jupiter.api.Test;

class CancellationsTests {

    /** Eureka adds a lease's duration to the time of its renewal. */
    private static final long RENEWED = 1_000_000;

    private final Cancellations cancellations = new Cancellations();

    @Test
    void takeWhenALeaseEndedBeforeItRanOutHasTheInstance() {
        cancellations.seen(delta(ActionType.DELETED, RENEWED + 7_000));

        assertThat(cancellations.take()).containsExactly(new Endpoint.Key("id", "host", 8080));
        assertThat(cancellations.take()).isEmpty();
    }

    @Test
    void takeWhenALeaseRanOutIsEmpty() {
        cancellations.seen(delta(ActionType.DELETED, RENEWED + 7_001));

        assertThat(cancellations.take()).isEmpty();
    }

    @Test
    void takeWhenAnInstanceOnlyChangedIsEmpty() {
        cancellations.seen(delta(ActionType.MODIFIED, 0));

        assertThat(cancellations.take()).isEmpty();
    }

    @Test
    void takeWhenThereWasANewerDeltaForgetsTheOlder() {
        cancellations.seen(delta(ActionType.DELETED, RENEWED));
        cancellations.seen(new Applications());

        assertThat(cancellations.take()).isEmpty();
    }

    private static Applications delta(ActionType action, long endedAt) {
        InstanceInfo instance = InstanceInfo.Builder.newBuilder()
                .setAppName("petdetails")
                .setInstanceId("id")
                .setHostName("host")
                .setPort(8080)
                .setActionType(action)
                .setLeaseInfo(LeaseInfo.Builder.newBuilder()
                        .setDurationInSecs(7)
                        .setRenewalTimestamp(RENEWED)
                        .setEvictionTimestamp(endedAt)
                        .build())
                .build();
        Application application = new Application("petdetails");
        application.addInstance(instance);
        Applications delta = new Applications();
        delta.addApplication(application);
        return delta;
    }
}
