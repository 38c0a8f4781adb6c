package dev.weft.k8s;

import java.lang.reflect.InvocationTargetException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what belongs to Kubernetes itself by its official Java model, which refuses fields that it doesn't know. */
final class Models {

    private static final String PACKAGE = "io.kubernetes.client.openapi.models.";

    /** Groups of custom resources; everything else has to have a model. */
    private static final Set<String> CUSTOM =
            Set.of("gateway.networking.k8s.io", "networking.gke.io", "monitoring.googleapis.com");

    private Models() {}

    static boolean isCustom(Document document) {
        return CUSTOM.contains(document.apiVersion().replaceFirst("/.*", ""));
    }

    /** @throws IllegalArgumentException if it has a field that isn't one, or lacks one that must be */
    static Object read(Document document) {
        String version = document.apiVersion().replaceFirst(".*/", "");
        String model = PACKAGE + version.replaceFirst("v", "V") + document.kind();
        try {
            return requireRead(
                    document,
                    Class.forName(model).getMethod("fromJson", String.class).invoke(null, document.json()));
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(document + ": " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    document + ": there is no " + document.apiVersion() + " " + document.kind(), e);
        }
    }

    private static Object requireRead(Document document, @Nullable Object read) {
        if (read == null) {
            throw new IllegalArgumentException(document + ": nothing");
        }
        return read;
    }
}
