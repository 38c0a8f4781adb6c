package dev.weft.mesh.telemetry;

import dev.weft.mesh.context.MeshHeaders;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

/** Marks the server's spans of copies, so that nobody takes them for requests that somebody waited for. */
public final class ShadowFilter implements ObservationFilter {

    /** What marks the span of a copy. */
    static final String TAG = "mesh.shadow";

    private static final KeyValue MARK = KeyValue.of(TAG, "true");

    @Override
    public Observation.Context map(Observation.Context context) {
        if (context instanceof ReceiverContext<?> received && "true".equalsIgnoreCase(mark(received))) {
            context.addHighCardinalityKeyValue(MARK);
        }
        return context;
    }

    private static <C> @Nullable String mark(ReceiverContext<C> received) {
        C request = received.getCarrier();
        return request == null ? null : received.getGetter().get(request, MeshHeaders.SHADOW);
    }
}
