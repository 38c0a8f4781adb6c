package dev.weft.meshctl;

import dev.weft.meshctl.command.Adopt;
import dev.weft.meshctl.command.Apply;
import dev.weft.meshctl.command.Complete;
import dev.weft.meshctl.command.Completion;
import dev.weft.meshctl.command.Connection;
import dev.weft.meshctl.command.Delete;
import dev.weft.meshctl.command.Diff;
import dev.weft.meshctl.command.Edit;
import dev.weft.meshctl.command.Explain;
import dev.weft.meshctl.command.Faults;
import dev.weft.meshctl.command.Get;
import dev.weft.meshctl.command.History;
import dev.weft.meshctl.command.InstanceList;
import dev.weft.meshctl.command.Login;
import dev.weft.meshctl.command.Mirror;
import dev.weft.meshctl.command.Overrides;
import dev.weft.meshctl.command.Rollback;
import dev.weft.meshctl.command.Services;
import dev.weft.meshctl.command.Shift;
import dev.weft.meshctl.command.Status;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;

@Command(
        name = "meshctl",
        description = "Changes traffic for the whole fleet from one place, and shows what is in force where.",
        mixinStandardHelpOptions = true,
        version = "meshctl 0.1.0",
        synopsisSubcommandLabel = "<command>",
        abbreviateSynopsis = true,
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Without --registry it is MESHCTL_REGISTRY, a running ./run, or what meshctl login keeps.",
            "meshctl <command> --help has examples.",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused, 4 somebody else was first,",
            "5 no valid login, 6 not found, 7 nobody answers."
        })
public final class Meshctl {

    private static final int WIDTH = 100;
    private static final String COMPLETE = "__complete";
    private static final Set<String> HELP = Set.of("-h", "--help");
    private static final Map<String, Function<Shell, Object>> COMMANDS = commands();

    private Meshctl() {}

    /** Runs a command; the exit code. */
    public static int run(Shell shell, String... args) {
        CommandLine meshctl = new CommandLine(new Meshctl()).addMixin("connection", new Connection());
        needed(args).forEach((name, command) -> {
            CommandLine line = new CommandLine(command.apply(shell));
            line.getCommandSpec().mixinStandardHelpOptions(true).usageMessage().abbreviateSynopsis(true);
            meshctl.addSubcommand(name, line);
        });
        Errors errors = new Errors(shell);
        return meshctl.setOut(shell.out())
                .setErr(shell.err())
                .setColorScheme(Help.defaultColorScheme(shell.outAnsi().on() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpWidth(WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .execute(args.length == 0 ? new String[] {"--help"} : args);
    }

    /** Those that the words name, since each costs time to set up; all of them if none is named, or all are asked for. */
    private static Map<String, Function<Shell, Object>> needed(String... args) {
        Map<String, Function<Shell, Object>> needed = new LinkedHashMap<>(COMMANDS);
        needed.keySet().retainAll(Set.of(Arrays.stream(args).distinct().toArray(String[]::new)));
        boolean all = needed.isEmpty() || needed.containsKey(COMPLETE) || HELP.contains(args[0]);
        return all ? COMMANDS : needed;
    }

    private static Map<String, Function<Shell, Object>> commands() {
        Map<String, Function<Shell, Object>> commands = new LinkedHashMap<>();
        commands.put("get", Get::new);
        commands.put("apply", Apply::new);
        commands.put("edit", Edit::new);
        commands.put("delete", Delete::new);
        commands.put("diff", Diff::new);
        commands.put("history", History::new);
        commands.put("rollback", Rollback::new);
        commands.put("shift", Shift::new);
        commands.put("mirror", Mirror::new);
        commands.put("fault", Faults::new);
        commands.put("override", Overrides::new);
        commands.put("explain", Explain::new);
        commands.put("services", Services::new);
        commands.put("instances", InstanceList::new);
        commands.put("status", Status::new);
        commands.put("adopt", Adopt::new);
        commands.put("login", Login::new);
        commands.put("completion", Completion::new);
        commands.put(COMPLETE, Complete::new);
        return commands;
    }

    public static void main(String[] args) {
        String run = System.getProperty("meshctl.run");
        Shell shell = new Shell(
                System.getenv(),
                System.in,
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, false, StandardCharsets.UTF_8),
                Prompt.console(),
                Boolean.getBoolean("meshctl.out-is-read"),
                Boolean.getBoolean("meshctl.err-is-read"),
                run == null || run.isEmpty() ? null : Path.of(run));
        System.exit(run(shell, args));
    }
}
