package dev.weft.k8s;

import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The volumes that a pod has, those that its StatefulSet claims included. */
final class Volumes {

    private Volumes() {}

    static List<String> of(Overlay overlay, Workload workload) {
        List<String> volumes = new ArrayList<>();
        for (V1Volume volume : workload.pod().getVolumes()) {
            volumes.add(volume.getName());
        }
        for (V1StatefulSet set : overlay.manifests().all(V1StatefulSet.class)) {
            if (workload.name().equals(set.getMetadata().getName())) {
                Objects.requireNonNullElse(
                                set.getSpec().getVolumeClaimTemplates(),
                                List.<io.kubernetes.client.openapi.models.V1PersistentVolumeClaim>of())
                        .forEach(claim -> volumes.add(claim.getMetadata().getName()));
            }
        }
        return volumes;
    }
}
