package dev.weft.registry.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The HTTPRoutes of a namespace at the API server, as they are written there: a typed model would drop what it doesn't know,
 * and whoever wrote it would believe it in force.
 */
final class RouteApi implements AutoCloseable {

    private static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("gateway.networking.k8s.io")
            .withVersion("v1")
            .withKind("HTTPRoute")
            .withPlural("httproutes")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;
    private final String namespace;
    private @Nullable SharedIndexInformer<GenericKubernetesResource> informer;
    private final AtomicLong doubts = new AtomicLong();
    private volatile @Nullable Throwable watchFailure;

    // Of the looking thread.
    private long heard;
    private boolean hears;
    private boolean hasHeard;

    RouteApi(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    String namespace() {
        return namespace;
    }

    /** What is there now: not from any cache, be it the API server's. */
    List<HttpRoute> list() {
        return routes().list().getItems().stream().map(HttpRoute::new).toList();
    }

    /**
     * Writes a route's status, unless the route has changed since it was read.
     *
     * @throws KubernetesClientException if it has, or if it can't be written
     */
    void writeStatus(HttpRoute route, List<Map<String, Object>> parents) {
        routes().resource(route.withStatus(parents)).updateStatus();
    }

    /** How often something may have come and gone again with nobody here having seen it. */
    long doubts() {
        return doubts.get();
    }

    /**
     * Has this called, quickly, when what routes say has changed; not for their status, or peers that write different words
     * would never rest. It is only told when to look: a watch may be late.
     */
    void watch(Runnable changed) {
        informer = routes().runnableInformer(0).addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(GenericKubernetesResource route) {
                changed.run();
            }

            @Override
            public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
                if (!Objects.equals(
                        before.getMetadata().getGeneration(), now.getMetadata().getGeneration())) {
                    changed.run();
                }
            }

            @Override
            public void onDelete(GenericKubernetesResource route, boolean stateUnknown) {
                doubts.incrementAndGet();
                changed.run();
            }
        });
        informer.exceptionHandler((started, failure) -> {
            watchFailure = failure;
            return true;
        });
        heard = System.nanoTime();
        informer.start();
    }

    /**
     * Why no changes are heard of, or null if they are. A watch that has ended mostly begins again by itself.
     *
     * @param patience how long it has to do so, unless it is refused
     */
    @Nullable
    Throwable deafness(Duration patience) {
        if (informer == null || informer.isWatching()) {
            watchFailure = null;
            heard = System.nanoTime();
            if (hasHeard && !hears) {
                doubts.incrementAndGet();
            }
            hasHeard = true;
            hears = true;
            return null;
        }
        hears = false;
        Throwable failure = watchFailure;
        boolean lasts = System.nanoTime() - heard > patience.toNanos();
        if (failure == null) {
            return lasts ? new IllegalStateException("the watch does not begin again") : null;
        }
        return lasts || Trouble.isRefusal(failure) ? failure : null;
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            routes() {
        MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
                everywhere = client.genericKubernetesResources(KIND);
        return everywhere.inNamespace(namespace);
    }

    @Override
    public void close() {
        if (informer != null) {
            informer.close();
        }
        client.close();
    }
}
