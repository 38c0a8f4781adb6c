package dev.weft.k8s;

import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command that the manifests are built by. */
final class Kubectl {

    /** Why it can't be used here; empty if it can. Kustomize came to version 5 with kubectl 1.27. */
    static final String MISSING = whatIsMissing();

    private static final int OLDEST = 5;

    private Kubectl() {}

    private static String whatIsMissing() {
        try {
            String said = run("version", "--client");
            Matcher version = Pattern.compile("Kustomize Version: v(\\d+)").matcher(said);
            return version.find() && Integer.parseInt(version.group(1)) >= OLDEST
                    ? ""
                    : "kubectl is too old (expected: 1.27 or newer): " + said;
        } catch (UncheckedIOException e) {
            return "there is no kubectl on the PATH";
        }
    }

    /**
     * What it prints.
     *
     * @throws IllegalStateException if it fails, or complains of something
     */
    static String run(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "kubectl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Command.run(command).orThrow();
    }
}
