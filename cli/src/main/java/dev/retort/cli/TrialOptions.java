package dev.retort.cli;

import dev.retort.cli.stack.RunningStack;
import dev.retort.contracts.Digest;
import dev.retort.contracts.event.TrialEnd;
import dev.retort.contracts.event.TrialStart;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What canary and shadow have in common: which version or none, beside what every command is asked. */
final class TrialOptions {
    @ArgGroup(multiplicity = "1")
    Wish wish = new Wish();

    @Mixin
    CommandOptions command = new CommandOptions();

    /** One of the two. */
    static final class Wish {
        @Parameters(paramLabel = "VERSION", description = "Model version of ./retort status, or its first digits.")
        String version = "";

        @Option(names = "--end", description = "Ends the one that is on.")
        boolean end;
    }

    /** Said by whom and why. */
    interface Begin {
        TrialStart of(Digest version, String reason, String user);
    }

    /** Said by whom and why. */
    interface End {
        TrialEnd of(String reason, String user);
    }

    /** Does what was wished, and tells the user. */
    void carryOut(String kind, Begin begin, End end) throws InterruptedException {
        RunningStack stack = command.running();
        TrialCommands trials = new TrialCommands(stack, kind);
        System.out.println(
                wish.end
                        ? trials.end(end.of(command.reason(), command.user()))
                        : trials.start(begin.of(named(stack), command.reason(), command.user())));
    }

    private Digest named(RunningStack stack) throws InterruptedException {
        return new Digest(new AliasCommands(stack).complete(wish.version));
    }
}
