package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.appinfo.HealthCheckHandler;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RegistrationTests {

    private final AtomicLong now = new AtomicLong();
    private final Registration registration = new Registration(Duration.ofSeconds(60), now::get);

    @Test
    void isAwaitedWhenTheInstanceStartsCountsNoTime() {
        pass(Duration.ofHours(1));

        assertThat(registration.isAwaited()).isTrue();
    }

    @Test
    void isAwaitedWhenARegistryHasConfirmedIsNot() {
        registration.want();
        registration.confirm();

        assertThat(registration.isAwaited()).isFalse();
    }

    @Test
    void isAwaitedWhenNobodyConfirmsHasAnEndAndSaysSoOnce(CapturedOutput output) {
        registration.want();
        pass(Duration.ofSeconds(59));
        registration.want();
        assertThat(registration.isAwaited()).isTrue();
        pass(Duration.ofSeconds(1));

        assertThat(registration.isAwaited()).isFalse();
        assertThat(registration.isAwaited()).isFalse();
        assertThat(output).containsOnlyOnce("No registry has confirmed this instance within 60 s");
    }

    @Test
    void confirmWhenTheWaitWasOverSaysSo(CapturedOutput output) {
        registration.want();
        pass(Duration.ofSeconds(60));
        assertThat(registration.isAwaited()).isFalse();

        registration.confirm();
        registration.confirm();

        assertThat(output).containsOnlyOnce("A registry knows of this instance now");
    }

    @Test
    void isAwaitedWhenNoRegistryIsToKnowIsNot() {
        registration.waive();

        assertThat(registration.isAwaited()).isFalse();
        assertThat(registration.isConfirmed()).isFalse();
    }

    @Test
    void isAwaitedWhenThePatienceIsZeroIsNeverSo() {
        assertThat(new Registration(Duration.ZERO, now::get).isAwaited()).isFalse();
    }

    @Test
    void regardlessWhenTheRegistryIsToldIsReady() {
        HealthCheckHandler ready = was -> registration.isAwaited() ? InstanceStatus.OUT_OF_SERVICE : InstanceStatus.UP;
        HealthCheckHandler told = registration.regardless(ready);

        assertThat(told.getStatus(InstanceStatus.STARTING)).isEqualTo(InstanceStatus.UP);
        assertThat(ready.getStatus(InstanceStatus.STARTING)).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
        assertThat(registration.regardless(told)).isSameAs(told);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
