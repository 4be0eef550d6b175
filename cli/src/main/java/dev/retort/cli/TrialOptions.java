package dev.retort.cli;

import dev.retort.cli.stack.RunningStack;
import dev.retort.contracts.Digest;
import dev.retort.contracts.event.TrialEnd;
import dev.retort.contracts.event.TrialStart;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What canary and shadow have in common: which version or none, why, and where. */
final class TrialOptions {
    @ArgGroup(multiplicity = "1")
    Wish wish = new Wish();

    @Option(names = "--reason", required = true, description = "Why; it is kept with the command.")
    String reason = "";

    @Mixin
    DataOption data = new DataOption();

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
        RunningStack stack = data.running();
        TrialCommands trials = new TrialCommands(stack, kind);
        String user = System.getProperty("user.name", "cli");
        System.out.println(
                wish.end
                        ? trials.end(end.of(reason, user))
                        : trials.start(
                                begin.of(new Digest(new AliasCommands(stack).complete(wish.version)), reason, user)));
    }
}
