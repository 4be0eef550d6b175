package dev.retort.cli.up;

import dev.retort.cli.CommandFailure;
import dev.retort.cli.http.Gateway;
import dev.retort.cli.run.CycleNews;
import dev.retort.cli.run.EventFollower;
import dev.retort.cli.run.RunStory;
import dev.retort.cli.run.RunSubmission;
import dev.retort.cli.run.RunWatch;
import dev.retort.cli.run.Samples;
import dev.retort.cli.run.Summary;
import dev.retort.cli.stack.Installation;
import dev.retort.cli.terminal.Durations;
import dev.retort.cli.terminal.ProgressView;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One call of {@code ./retort up}, from its arguments to the served student. */
public final class Up {
    private static final int SAMPLES = 5;
    private static final Duration WATCH = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Installation installation;
    private final ProgressView view;
    private final CtrlC ctrlC = new CtrlC();

    public Up(Installation installation, ProgressView view) {
        this.installation = installation;
        this.view = view;
    }

    /**
     * What the user asks for.
     *
     * @param experiment a file or a name
     * @param datasets where dataset files lie
     * @param data the folder that keeps Retort's state
     * @param port of the gateway; 0 takes a free one
     */
    public record Request(
            String experiment,
            Optional<Path> datasets,
            Path data,
            boolean keepData,
            int port,
            boolean exitWhenServed) {}

    /** @throws CommandFailure if anything is wrong; everything that was started is stopped by then */
    public void run(Request request) throws InterruptedException {
        Instant begun =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        RunSubmission submission = RunSubmission.read(installation.experiment(request.experiment()));
        request.datasets().ifPresent(Up::requireDirectory);
        view.say("Retort starts: experiment %s, state in %s"
                .formatted(submission.file(), request.data().toAbsolutePath().normalize()));
        LocalRetort.Settings settings = new LocalRetort.Settings(
                installation, request.data(), request.datasets(), request.keepData(), request.port(), Map.of());
        try (LocalRetort retort = LocalRetort.start(settings, view::say)) {
            ctrlC.stops(retort, view);
            serve(retort, submission, begun, request.exitWhenServed());
        } catch (CommandFailure e) {
            throw ctrlC.after(e);
        }
    }

    private static void requireDirectory(Path datasets) {
        if (!Files.isDirectory(datasets)) {
            throw CommandFailure.usage("--dataset %s is no directory".formatted(datasets));
        }
    }

    private void serve(LocalRetort retort, RunSubmission submission, Instant begun, boolean exitWhenServed)
            throws InterruptedException {
        retort.awaitReady();
        view.say("Broker, store and four services are ready after "
                + Durations.words(Duration.between(begun, Instant.now())));
        String run = submission.submitTo(retort);
        view.say("Run " + run);
        RunStory story = new RunStory(run, submission.experiment());
        new RunWatch(retort, story, view, begun).follow();
        summarize(retort, story);
        if (!exitWhenServed) {
            view.say("\nServing. Ctrl-C stops everything.");
            if (story.goesOnLearning()) {
                stayAndTell(retort, new CycleNews(run, Instant.now()));
            } else {
                stay(retort);
            }
        }
    }

    private void summarize(LocalRetort retort, RunStory story) throws InterruptedException {
        Gateway gateway = new Gateway(retort.gateway());
        Summary summary = new Summary(story, gateway);
        List<Samples.Sample> samples = Samples.write(
                retort.bucket(),
                story.dataset().orElseThrow(),
                SAMPLES,
                retort.folder().samples());
        view.say(summary.answers(samples));
        view.say(summary.accuracies());
        view.say(summary.times());
        view.say(summary.places(samples.getFirst().file(), retort.folder().logs(), retort.bucket()));
        if (story.goesOnLearning()) {
            view.say(Summary.GOES_ON);
        }
    }

    /** Until everything is being stopped: a broker that is gone has no news, and whoever asks it complains. */
    private void stayAndTell(LocalRetort retort, CycleNews news) throws InterruptedException {
        try (EventFollower log = new EventFollower(retort.kafka())) {
            while (true) {
                Thread.sleep(WATCH);
                retort.keepUp();
                if (retort.isClosed()) {
                    return;
                }
                log.poll(POLL).forEach(event -> news.on(event).ifPresent(view::say));
            }
        }
    }

    private static void stay(LocalRetort retort) throws InterruptedException {
        while (true) {
            Thread.sleep(WATCH);
            retort.keepUp();
        }
    }
}
