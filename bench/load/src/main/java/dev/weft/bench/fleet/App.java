package dev.weft.bench.fleet;

import java.nio.file.Path;

/** The applications of the project. */
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

    /** What to start. */
    public Program program(Path root) {
        return Program.of(root.resolve(module));
    }
}
