package dev.weft.bench.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program of the project that can be started, as its build has left it. */
public enum App {
    REGISTRY("registry", "registry"),
    GATEWAY("gateway", "gateway"),
    PETSERVICE("sample-petservice", "petservice"),
    PETDETAILS("sample-petdetails", "petdetails"),
    PETMEDICALHISTORY("sample-medicalhistory", "petmedicalhistory");

    private final String module;
    private final String service;

    App(String module, String service) {
        this.module = module;
        this.service = service;
    }

    /** Its logical name. */
    public String service() {
        return service;
    }

    /** Its jar under the project's root. */
    Path jar(Path root) {
        Path target = root.resolve(module).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.toString().endsWith("-sources.jar"))
                    .toList();
            if (jars.size() != 1) {
                throw new IllegalStateException("jars in " + target + ": " + jars + " (expected: one; build it first)");
            }
            return jars.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException("no " + target + ": build the project first", e);
        }
    }
}
