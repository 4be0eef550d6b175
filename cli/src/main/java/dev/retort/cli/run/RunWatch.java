package dev.retort.cli.run;

import dev.retort.cli.CommandFailure;
import dev.retort.cli.http.Gateway;
import dev.retort.cli.http.Prediction;
import dev.retort.cli.stack.Service;
import dev.retort.cli.terminal.Durations;
import dev.retort.cli.terminal.ProgressView;
import dev.retort.contracts.Digest;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.StopRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows one run until its student is served, and asks the gateway as soon as there is a champion. */
public final class RunWatch {
    private static final Duration POLL = Duration.ofMillis(250);
    /** From the last score to the decision on it. */
    private static final Duration PATIENCE_FOR_PROMOTION = Duration.ofSeconds(20);
    /** From the decision to a gateway that answers with it: fetch, check, warm up, swap. */
    private static final Duration PATIENCE_FOR_GATEWAY = Duration.ofSeconds(60);

    /** A service that was killed has to start first. */
    private static final Duration PATIENCE_AFTER_RESTART = Duration.ofMinutes(2);

    private final Deployment deployment;
    private final RunStory story;
    private final ProgressView view;
    private final Instant begun;
    private @Nullable Duration untilFirstAnswer;

    /** @param begun when the user called */
    public RunWatch(Deployment deployment, RunStory story, ProgressView view, Instant begun) {
        this.deployment = deployment;
        this.story = story;
        this.view = view;
        this.begun = begun;
    }

    /**
     * Returns once every checkpoint is scored and the gateway answers with the champion.
     *
     * @throws CommandFailure if the run fails or is stopped, or no student of anybody is promoted
     */
    public void follow() throws InterruptedException {
        try (EventFollower log = new EventFollower(deployment.kafka())) {
            readWhatIsThere(log);
            while (!story.isScored()) {
                poll(log);
                announceFirstAnswer();
            }
            awaitPromotion(log);
        }
        awaitChampion(champion());
    }

    private void readWhatIsThere(EventFollower log) {
        do {
            log.poll(POLL).forEach(story::on);
        } while (!log.isAtEnd());
    }

    /** @return whether a service had to be started again */
    private boolean poll(EventFollower log) {
        log.poll(POLL).forEach(story::on);
        story.takeWarnings().forEach(warning -> view.say("WARNING: " + warning));
        view.show(story.rows());
        requireGoesOn();
        return deployment.keepUp();
    }

    private void requireGoesOn() {
        Optional<RunFailed> failure = story.failure();
        if (failure.isPresent()) {
            throw CommandFailure.failed("the run failed in %s (%s): %s%nIts log: %s"
                    .formatted(
                            failure.get().service(),
                            failure.get().code(),
                            failure.get().reason(),
                            deployment.logOf(failure.get().service())));
        }
        Optional<StopRun> stop = story.stop();
        if (stop.isPresent()) {
            throw CommandFailure.failed("the run was stopped by %s: %s%nStarting it again goes on from where it was."
                    .formatted(stop.get().requestedBy(), stop.get().reason()));
        }
    }

    private void awaitPromotion(EventFollower log) {
        Instant deadline = Instant.now().plus(PATIENCE_FOR_PROMOTION);
        while (!story.isDecided() && Instant.now().isBefore(deadline)) {
            if (poll(log)) {
                deadline = Instant.now().plus(PATIENCE_AFTER_RESTART);
            }
        }
        // A decision comes before the alias moves.
        Instant settled = Instant.now().plus(POLL);
        while (Instant.now().isBefore(settled)) {
            poll(log);
        }
    }

    private PromotionEvent champion() {
        return story.champion()
                .orElseThrow(() -> CommandFailure.failed(
                        "the run is done, but none of its students was good enough for the experiment's promotion gate:"
                                + " see ./retort status for their accuracies, and promotion.minimumAccuracy of the"
                                + " experiment"));
    }

    private void awaitChampion(PromotionEvent champion) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE_FOR_GATEWAY);
        Optional<Prediction> answer = ask(champion.modelVersion());
        while (answer.isEmpty()) {
            if (Instant.now().isAfter(deadline)) {
                throw CommandFailure.failed("the gateway does not answer with the champion %s; its log: %s"
                        .formatted(champion.modelVersion().abbreviated(), deployment.logOf(Service.GATEWAY.module())));
            }
            Thread.sleep(POLL);
            if (deployment.keepUp()) {
                deadline = Instant.now().plus(PATIENCE_AFTER_RESTART);
            }
            answer = ask(champion.modelVersion());
        }
        note(answer.get());
    }

    private void announceFirstAnswer() throws InterruptedException {
        Optional<PromotionEvent> champion = story.ownChampion();
        if (untilFirstAnswer == null && champion.isPresent()) {
            ask(champion.get().modelVersion()).ifPresent(this::note);
        }
    }

    private void note(Prediction prediction) {
        if (untilFirstAnswer != null) {
            return;
        }
        Duration elapsed = Duration.between(begun, Instant.now());
        untilFirstAnswer = elapsed;
        Prediction.Candidate best = prediction.predictions().getFirst();
        view.say("First answer of a promoted student after %s: %s, %.0f %%, in %.1f ms"
                .formatted(
                        Durations.words(elapsed), best.label(), 100 * best.probability(), prediction.milliseconds()));
    }

    /** An answer with this version; nothing while the gateway has another one or none. */
    private Optional<Prediction> ask(Digest version) throws InterruptedException {
        Optional<Digest> dataset = story.dataset();
        if (dataset.isEmpty()) {
            return Optional.empty();
        }
        try {
            Prediction prediction = new Gateway(deployment.gateway()).predict(deployment.anImage(dataset.get()));
            return Optional.of(prediction).filter(given -> given.modelVersion().equals(version.hex()));
        } catch (CommandFailure e) {
            return Optional.empty();
        }
    }
}
