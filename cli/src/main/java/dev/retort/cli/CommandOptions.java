package dev.retort.cli;

import dev.retort.cli.stack.RunningStack;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is asked of everybody who puts a command on the log: where, and why. */
final class CommandOptions {
    @Option(names = "--reason", required = true, description = "Why; it is kept on the log.")
    String reason = "";

    @Mixin
    DataOption data = new DataOption();

    /** @throws CommandFailure if nothing runs there */
    RunningStack running() {
        return data.running();
    }

    String reason() {
        return reason;
    }

    /** Who asks. */
    String user() {
        return System.getProperty("user.name", "cli");
    }
}
