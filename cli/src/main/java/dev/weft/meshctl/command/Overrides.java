package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import dev.weft.meshctl.registry.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "override",
        description = {
            "Print the field that sends a single request to other versions, anywhere below it.",
            "The edge takes it only from whom a rule of its admits."
        },
        footer = {"", "Example:", "  meshctl override petdetails=v2 --url http://localhost:8080/pet/123"})
public final class Overrides extends RegistryCommand {

    private static final String ADMITTED = "An edge drops this field unless a rule of its admits the request"
            + " (mesh.edge.overrides). The sample's gateway admits whoever has a cookie: add -H 'Cookie: dogfood=on'";

    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]+");

    @Parameters(arity = "1..*", paramLabel = "<service>=<version>", description = "Where calls to the service go.")
    private List<String> targets = List.of();

    @Option(names = "--url", paramLabel = "<url>", description = "Print a curl for this instead of the field alone.")
    private @Nullable String url;

    @Mixin
    private final ForceOption force = new ForceOption();

    public Overrides(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Map<String, String> versions = new LinkedHashMap<>();
        for (String target : targets) {
            int equals = target.indexOf('=');
            if (equals < 1 || !VERSION.matcher(target.substring(equals + 1)).matches()) {
                throw new Failure(Exit.USAGE, "\"" + target + "\" (expected: service=version)");
            }
            versions.put(Names.service(target.substring(0, equals)), target.substring(equals + 1));
        }
        if (!force.given) {
            versions.forEach(new Versions(registry())::check);
        }
        String value = versions.entrySet().stream()
                .map(target -> target.getKey() + "=" + target.getValue())
                .collect(Collectors.joining(","));
        ObjectNode field = new ObjectMapper().createObjectNode().put("mesh-route", value);
        printer().answer(field, () -> url == null ? "mesh-route: " + value : curl(value, url));
        if (url != null) {
            printer().note(ADMITTED);
        }
        return 0;
    }

    private static String curl(String value, String url) {
        return "curl -H 'mesh-route: " + value + "' '" + url.replace("'", "%27") + "'";
    }
}
