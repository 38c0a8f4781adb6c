package dev.weft.k8s;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1EnvVarSource;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder that runc starts a container from: an image's files, and what a manifest says about running them. umoci has
 * made it of the image alone; this adds the pod, as a kubelet would.
 */
record Bundle(Path folder, Workload workload, Manifests manifests) {

    static final String SECRET = "made-up-for-this-test";

    private static final int CPU_PERIOD_MICROS = 100_000;

    /** Where it is from now on. */
    Network.Seat configure(Network network) throws IOException {
        Network.Seat seat = network.join(podName());
        Path file = folder.resolve("config.json");
        JsonObject config = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        config.getAsJsonObject("root")
                .addProperty(
                        "readonly", workload.container().getSecurityContext().getReadOnlyRootFilesystem());
        config.addProperty("hostname", podName());
        secure(config.getAsJsonObject("process"));
        tell(config.getAsJsonObject("process"), seat);
        JsonArray mounts = config.getAsJsonArray("mounts");
        for (V1VolumeMount mount : workload.container().getVolumeMounts()) {
            boolean readOnly = Boolean.TRUE.equals(mount.getReadOnly());
            mounts.add(bind(volume(mount.getName()), mount.getMountPath(), readOnly ? "ro" : "rw"));
        }
        mounts.add(bind(hosts(network), "/etc/hosts", "ro"));
        JsonObject linux = config.getAsJsonObject("linux");
        limit(linux.getAsJsonObject("resources"));
        linux.getAsJsonArray("namespaces").forEach(namespace -> {
            if (namespace.getAsJsonObject().get("type").getAsString().equals("network")) {
                namespace.getAsJsonObject().addProperty("path", seat.path());
            }
        });
        Files.writeString(file, config.toString());
        return seat;
    }

    String podName() {
        return workload.name() + "-0";
    }

    /** No capability at all, which is what dropping all of them comes to for a user who isn't root. */
    private void secure(JsonObject process) {
        V1PodSecurityContext pod = workload.pod().getSecurityContext();
        JsonObject user = new JsonObject();
        user.addProperty("uid", pod.getRunAsUser());
        user.addProperty("gid", pod.getRunAsGroup());
        JsonArray groups = new JsonArray();
        groups.add(pod.getFsGroup());
        user.add("additionalGids", groups);
        process.add("user", user);
        process.add("capabilities", new JsonObject());
        process.addProperty(
                "noNewPrivileges", !workload.container().getSecurityContext().getAllowPrivilegeEscalation());
        process.addProperty("terminal", false);
        process.remove("rlimits");
    }

    /** What the pod says takes the place of what the image says by the same name. */
    private void tell(JsonObject process, Network.Seat seat) {
        Map<String, String> variables = new LinkedHashMap<>();
        process.getAsJsonArray("env").forEach(entry -> {
            String[] variable = entry.getAsString().split("=", 2);
            variables.put(variable[0], variable[1]);
        });
        workload.container().getEnv().forEach(variable -> variables.put(variable.getName(), valueOf(variable, seat)));
        JsonArray env = new JsonArray();
        variables.forEach((name, value) -> env.add(name + "=" + value));
        process.add("env", env);
    }

    private void limit(JsonObject resources) {
        V1ResourceRequirements asked = workload.container().getResources();
        JsonObject memory = new JsonObject();
        memory.addProperty("limit", memoryLimit());
        resources.add("memory", memory);
        JsonObject cpu = new JsonObject();
        cpu.addProperty("period", CPU_PERIOD_MICROS);
        BigDecimal cores = asked.getLimits().get("cpu").getNumber();
        cpu.addProperty(
                "quota", cores.multiply(BigDecimal.valueOf(CPU_PERIOD_MICROS)).longValueExact());
        resources.add("cpu", cpu);
    }

    long memoryLimit() {
        return workload.container()
                .getResources()
                .getLimits()
                .get("memory")
                .getNumber()
                .longValueExact();
    }

    private String valueOf(V1EnvVar variable, Network.Seat seat) {
        V1EnvVarSource from = variable.getValueFrom();
        if (from == null) {
            return variable.getValue();
        }
        if (from.getConfigMapKeyRef() != null) {
            return manifests
                    .configMap(from.getConfigMapKeyRef().getName())
                    .getData()
                    .get(from.getConfigMapKeyRef().getKey());
        }
        if (from.getSecretKeyRef() != null) {
            return SECRET;
        }
        String path = from.getFieldRef().getFieldPath();
        return switch (path) {
            case "metadata.name" -> podName();
            case "status.podIP" -> seat.address();
            default -> workload.labels().getOrDefault(path.replaceFirst(".*\\['(.*)']", "$1"), "");
        };
    }

    /** A folder on this machine. What a claim promises is empty here, too. */
    private Path volume(String named) throws IOException {
        Path volume = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-" + named));
        // As a kubelet prepares it: by the pod's group.
        Files.setAttribute(
                volume,
                "unix:gid",
                workload.pod().getSecurityContext().getFsGroup().intValue());
        Files.setAttribute(volume, "unix:mode", 0777);
        for (Map.Entry<String, String> file : filesOf(named).entrySet()) {
            Files.writeString(volume.resolve(file.getKey()), file.getValue());
        }
        return volume;
    }

    private Map<String, String> filesOf(String volume) {
        return workload.pod().getVolumes().stream()
                .filter(candidate -> candidate.getName().equals(volume) && candidate.getConfigMap() != null)
                .findFirst()
                .map(map -> manifests.configMap(map.getConfigMap().getName()).getData())
                .orElse(Map.of());
    }

    /** Stands for the cluster's DNS as well. */
    private Path hosts(Network network) throws IOException {
        return Files.write(folder.resolveSibling(folder.getFileName() + "-hosts"), network.hosts(podName()));
    }

    private static JsonObject bind(Path source, String destination, String access) {
        JsonObject mount = new JsonObject();
        mount.addProperty("type", "bind");
        mount.addProperty("source", source.toString());
        mount.addProperty("destination", destination);
        JsonArray options = new JsonArray();
        List.of("rbind", "nosuid", "nodev", access).forEach(options::add);
        mount.add("options", options);
        return mount;
    }
}
