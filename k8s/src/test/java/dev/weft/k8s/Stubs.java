package dev.weft.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Programs in place of gcloud, kubectl, mvn and openssl for deploy.sh, that remember what they were asked.
 *
 * @param programs the folder that they are in
 * @param cloud what was asked, and what is there since
 */
record Stubs(Path programs, Path cloud) {

    static Stubs in(Path folder) throws IOException {
        Stubs stubs = new Stubs(
                Files.createDirectory(folder.resolve("programs")), Files.createDirectory(folder.resolve("cloud")));
        Path stub = Path.of("src", "test", "resources", "stub").toAbsolutePath();
        for (String program : List.of("gcloud", "kubectl", "mvn", "openssl")) {
            Files.copy(stub, stubs.programs.resolve(program), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return stubs;
    }

    Deploy deploy(String... further) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(Deploy.with("--tag", "any-tag"));
        arguments.addAll(List.of(further));
        return Deploy.run(Map.of("STUBS", cloud.toString(), "PATH", programs + ":" + System.getenv("PATH")), arguments);
    }

    /** From now on whoever is asked something with these words fails. */
    void failAt(String words) throws IOException {
        Files.writeString(cloud.resolve("failing"), words);
    }

    List<String> asked() throws IOException {
        return Files.readAllLines(cloud.resolve("asked"));
    }

    void forgetWhatWasAsked() throws IOException {
        Files.delete(cloud.resolve("asked"));
    }

    /** The documents, by names of files. */
    Map<String, String> secrets() throws IOException {
        Map<String, String> secrets = new TreeMap<>();
        try (Stream<Path> files = Files.list(cloud)) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith("secret-"))
                    .toList()) {
                secrets.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return secrets;
    }
}
