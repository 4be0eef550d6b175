package dev.retort.cli.demo;

import dev.retort.cli.CommandFailure;
import dev.retort.cli.chart.SvgChart;
import dev.retort.cli.chart.TerminalChart;
import dev.retort.cli.run.RunStory;
import dev.retort.cli.run.RunSubmission;
import dev.retort.cli.run.RunWatch;
import dev.retort.cli.run.Samples;
import dev.retort.cli.stack.Installation;
import dev.retort.cli.terminal.ProgressView;
import dev.retort.cli.terminal.Terminal;
import dev.retort.cli.up.CtrlC;
import dev.retort.cli.up.LocalRetort;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.InvalidExperimentException;
import dev.retort.distill.data.Dataset;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One call of {@code ./retort demo continuous}: a whole Retort from its start to its stop, and the curve in between. */
public final class ContinuousDemo {
    /**
     * We send on what comes in, with the gateway's answer. If the gateway did so as well, the images that we only measure with
     * would be learnt from.
     */
    static final Map<String, String> OWN_STREAM = Map.of("RETORT_GATEWAY_FEEDBACK_SHARE", "0");

    private final Installation installation;
    private final Terminal terminal;
    private final ProgressView view;
    private final CtrlC ctrlC = new CtrlC();

    public ContinuousDemo(Installation installation, Terminal terminal, PrintStream out) {
        this.installation = installation;
        this.terminal = terminal;
        this.view = ProgressView.on(terminal, out);
    }

    /**
     * What the user asks for.
     *
     * @param experiment a file or a name, of one with a section {@code continuous}
     * @param datasets where dataset files lie
     * @param data a folder that keeps no state yet
     * @param port of the gateway; 0 takes a free one
     */
    public record Request(String experiment, Optional<Path> datasets, Path data, int port, Plan plan) {}

    /** @throws CommandFailure if anything is wrong; everything that was started is stopped by then */
    public void run(Request request) throws InterruptedException {
        Instant begun = Instant.now();
        RunSubmission submission = submission(request);
        view.say("Retort starts: %s, state in %s"
                .formatted(
                        request.plan().title(), request.data().toAbsolutePath().normalize()));
        LocalRetort.Settings settings = new LocalRetort.Settings(
                installation, request.data(), request.datasets(), true, request.port(), OWN_STREAM);
        try (LocalRetort retort = LocalRetort.start(settings, view::say)) {
            ctrlC.stops(retort, view);
            retort.awaitReady();
            RunStory story = new RunStory(submission.submitTo(retort), submission.experiment());
            new RunWatch(retort, story, view, begun).follow();
            Dataset dataset = Samples.dataset(retort.bucket(), story.dataset().orElseThrow());
            Outcome outcome =
                    new DemoRun(retort, story.run(), dataset, submission.experiment(), request.plan(), view).run();
            report(request, outcome);
        } catch (CommandFailure e) {
            throw ctrlC.after(e);
        }
    }

    private RunSubmission submission(Request request) {
        RunSubmission shipped = RunSubmission.read(installation.experiment(request.experiment()));
        if (shipped.experiment().continuous() == null) {
            throw CommandFailure.usage(
                    "%s has no section continuous: its run ends with its students".formatted(shipped.file()));
        }
        DemoExperiment changed =
                new DemoExperiment(shipped.yaml()).withSeed(request.plan().seed());
        String yaml = request.plan().variant().applyTo(changed).text();
        try {
            Experiment experiment = ExperimentReader.read(yaml);
            return new RunSubmission(shipped.file(), yaml, experiment);
        } catch (InvalidExperimentException e) {
            throw new IllegalStateException(
                    "the variant of %s is no experiment: %s".formatted(shipped.file(), yaml), e);
        }
    }

    private void report(Request request, Outcome outcome) {
        Plan plan = request.plan();
        OutcomeReport report = new OutcomeReport(outcome, plan.title());
        Path chart = write(request.data(), plan.fileName() + ".svg", SvgChart.of(report.chart()));
        Path figures = write(request.data(), plan.fileName() + ".csv", report.csv());
        view.show(List.of());
        view.say("");
        view.say(TerminalChart.of(report.chart(), terminal));
        view.say("");
        view.say(report.table());
        view.say("");
        view.say("Chart    " + chart);
        view.say("Figures  " + figures);
    }

    private static Path write(Path folder, String name, String text) {
        Path file = folder.toAbsolutePath().normalize().resolve(name);
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw CommandFailure.environment("%s cannot be written (%s): is the disk full?".formatted(file, e), e);
        }
    }
}
