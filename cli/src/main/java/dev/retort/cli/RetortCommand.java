package dev.retort.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./retort}. */
@Command(
        name = "retort",
        description = "Distils a large image classifier into a small fast one, continuously, as services around a log.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            UpCommand.class,
            SubmitCommand.class,
            PredictCommand.class,
            StatusCommand.class,
            LeaderboardCommand.class,
            ExplainCommand.class,
            LineageCommand.class,
            ReplayCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            SamplesCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            RetrainCommand.class,
            DemoCommand.class,
            CanaryCommand.class,
            ShadowCommand.class,
            DoctorCommand.class,
            BenchCommand.class
        },
        footer = {"", "@|bold ./retort test|@ builds and runs every test."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:it was tried and did not work: a run failed, a service died, a request was refused",
            "2:the command line or the experiment is wrong",
            "3:the machine is not as it must be: a port in use, nothing built, nothing running, a locked folder, a full disk",
            "130:stopped by Ctrl-C"
        })
final class RetortCommand implements Runnable {
    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Which command?");
        }
    }
}
