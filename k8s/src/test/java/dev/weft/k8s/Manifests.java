package dev.weft.k8s;

import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** All documents of an overlay, and questions to them. */
final class Manifests {

    private final List<Document> documents;
    private final List<Object> models;

    Manifests(List<Document> documents) {
        this.documents = documents;
        this.models = documents.stream()
                .filter(document -> !Models.isCustom(document))
                .map(Models::read)
                .toList();
    }

    List<Document> documents() {
        return documents;
    }

    List<Document> customResources() {
        return documents.stream().filter(Models::isCustom).toList();
    }

    List<Document> all(String kind) {
        return documents.stream()
                .filter(document -> document.kind().equals(kind))
                .toList();
    }

    <T> List<T> all(Class<T> model) {
        return models.stream().filter(model::isInstance).map(model::cast).toList();
    }

    List<Workload> workloads() {
        List<Workload> workloads = new ArrayList<>();
        all(V1StatefulSet.class).forEach(set -> workloads.add(Workload.of(set)));
        all(V1Deployment.class).forEach(deployment -> workloads.add(Workload.of(deployment)));
        return workloads;
    }

    List<Workload> members() {
        return workloads().stream().filter(workload -> !workload.isRegistry()).toList();
    }

    Workload workload(String name) {
        return workloads().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<Workload> selected(V1LabelSelector selector) {
        return workloads().stream()
                .filter(workload -> Labels.match(selector, workload.labels()))
                .toList();
    }

    V1ConfigMap configMap(String name) {
        return all(V1ConfigMap.class).stream()
                .filter(map -> name.equals(map.getMetadata().getName()))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no ConfigMap " + name));
    }

    /** What a workload is told by the files that are mounted below its folder of settings. */
    Settings settings(Workload workload) {
        List<String> volumes = workload.container().getVolumeMounts().stream()
                .filter(mount -> mount.getMountPath().startsWith("/etc/weft/settings/"))
                .map(mount -> mount.getName())
                .toList();
        List<String> files = workload.pod().getVolumes().stream()
                .filter(volume -> volumes.contains(volume.getName()))
                .map(volume -> configMap(volume.getConfigMap().getName()).getData())
                .map(Map::values)
                .flatMap(values -> values.stream())
                .toList();
        return Settings.of(files);
    }
}
