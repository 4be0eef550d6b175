package dev.retort.cli;

import dev.retort.cli.up.ServerLogs;
import java.io.PrintWriter;
import java.util.Locale;
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
        return new CommandLine(new RetortCommand()).setExecutionExceptionHandler((failure, command, parsed) -> {
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
