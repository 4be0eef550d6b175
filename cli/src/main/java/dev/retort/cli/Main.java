package dev.retort.cli;

import dev.retort.cli.up.ServerLogs;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine;

/** Entry. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // English words go with a decimal point.
        Locale.setDefault(Locale.ROOT);
        ServerLogs.toNowhere();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new RetortCommand());
        // What follows the name of a benchmark is the benchmark's.
        Objects.requireNonNull(commandLine.getSubcommands().get("bench")).setStopAtPositional(true);
        return commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            PrintWriter err = command.getErr();
            if (failure instanceof CommandFailure known) {
                err.println("retort: " + known.getMessage());
                return known.exitCode();
            }
            err.println("retort: a defect, please report it with what follows");
            failure.printStackTrace(err);
            return ExitCode.FAILURE;
        });
    }
}
