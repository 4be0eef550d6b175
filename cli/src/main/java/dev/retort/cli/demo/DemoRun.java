package dev.retort.cli.demo;

import dev.retort.cli.http.Gateway;
import dev.retort.cli.run.Deployment;
import dev.retort.cli.run.EventFollower;
import dev.retort.cli.run.PhaseRow;
import dev.retort.cli.terminal.ProgressView;
import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.corruption.CorruptedImages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The part of a demonstration that is measured: from the first new image on, with a champion being served. */
final class DemoRun {
    private static final Duration MEASURED_EVERY = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int PROBE_IMAGES = 300;
    /** As many requests at once; more would only make the training wait. */
    private static final int CLIENTS = 2;
    /** New images are drawn from a seed far away from any that an experiment names. */
    private static final long STREAM_SEED = 1_000_003;

    private final Deployment deployment;
    private final Plan plan;
    private final ProgressView view;
    private final List<String> classes;
    private final ImageSet stream;
    private final Probe oldImages;
    private final Probe newImages;
    private final GatewayTraffic traffic;
    private final Happenings happenings;
    private final Instant begun = Instant.now();
    private final List<Measurement> measurements = new ArrayList<>();

    DemoRun(Deployment deployment, String run, Dataset dataset, Experiment experiment, Plan plan, ProgressView view) {
        this.deployment = deployment;
        this.plan = plan;
        this.view = view;
        this.classes = dataset.classes();
        this.stream = experiment.dataset() instanceof DatasetSpec.Drawn
                ? new DrawnStream(STREAM_SEED + plan.seed())
                : TrainedOn.of(dataset, experiment);
        this.oldImages = new Probe(dataset.test(), classes, PROBE_IMAGES);
        this.newImages = new Probe(shifted(dataset.test()), classes, PROBE_IMAGES);
        this.traffic = new GatewayTraffic(new Gateway(deployment.gateway()));
        this.happenings = new Happenings(run, begun);
    }

    private ImageSet shifted(ImageSet images) {
        return new CorruptedImages(images, plan.shift(), plan.seed());
    }

    Outcome run() throws InterruptedException {
        Map<String, Long> sizesBefore = LogSizes.byTopic(deployment.kafka());
        double shift = Double.POSITIVE_INFINITY;
        try (EventFollower log = new EventFollower(deployment.kafka());
                SamplesTopic samples = new SamplesTopic(deployment.kafka());
                SampleStream images =
                        new SampleStream(stream, classes, traffic, samples::send, plan.interval(), plan.labelEvery());
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            images.start();
            while (seconds() < plan.total().toSeconds()) {
                Instant next = Instant.now().plus(MEASURED_EVERY);
                if (Double.isInfinite(shift) && seconds() >= plan.before().toSeconds()) {
                    images.shiftTo(shifted(stream));
                    shift = seconds();
                    view.say("After %.0f s the images change".formatted(shift));
                }
                measure(clients);
                follow(log, next);
            }
            images.stop();
            return outcome(shift, images, LogSizes.growth(sizesBefore, LogSizes.byTopic(deployment.kafka())));
        }
    }

    private void measure(ExecutorService clients) throws InterruptedException {
        double at = seconds();
        OptionalDouble old = oldImages.accuracy(traffic, clients);
        OptionalDouble now = newImages.accuracy(traffic, clients);
        if (old.isPresent() && now.isPresent()) {
            measurements.add(new Measurement(at, old.getAsDouble(), now.getAsDouble()));
        }
    }

    private void follow(EventFollower log, Instant until) {
        do {
            log.poll(POLL)
                    .forEach(event -> happenings
                            .on(event)
                            .ifPresent(news -> view.say("After %.0f s: %s".formatted(news.seconds(), news.label()))));
            view.show(List.of(row()));
            deployment.keepUp();
        } while (Instant.now().isBefore(until));
    }

    private PhaseRow row() {
        long total = plan.total().toSeconds();
        String detail = measurements.isEmpty()
                ? ""
                : "old images %.1f %%, new images %.1f %%"
                        .formatted(
                                100 * measurements.getLast().oldAccuracy(),
                                100 * measurements.getLast().newAccuracy());
        long done = Math.min(total, (long) seconds());
        return new PhaseRow("continuous", PhaseRow.State.RUNNING, done, total, Duration.ofSeconds(done), detail);
    }

    private Outcome outcome(double shift, SampleStream images, Map<String, Long> growth) {
        return new Outcome(
                measurements,
                shift,
                happenings.all(),
                traffic.requests(),
                traffic.failed(),
                images.sent(),
                images.labelled(),
                growth);
    }

    private double seconds() {
        return Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    }
}
