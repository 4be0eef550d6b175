package dev.retort.cli.up;

import dev.retort.cli.CommandFailure;
import dev.retort.cli.http.Gateway;
import dev.retort.cli.http.Prediction;
import dev.retort.cli.run.EventFollower;
import dev.retort.cli.run.RunStory;
import dev.retort.cli.run.Samples;
import dev.retort.cli.stack.Service;
import dev.retort.cli.terminal.Durations;
import dev.retort.cli.terminal.ProgressView;
import dev.retort.contracts.Digest;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.RunFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows one run until its student is served, and asks the gateway as soon as there is a champion. */
final class RunWatch {
    private static final Duration POLL = Duration.ofMillis(250);
    /** From the last score to the decision on it. */
    private static final Duration PATIENCE_FOR_PROMOTION = Duration.ofSeconds(20);
    /** From the decision to a gateway that answers with it: fetch, check, warm up, swap. */
    private static final Duration PATIENCE_FOR_GATEWAY = Duration.ofSeconds(60);

    private final LocalRetort retort;
    private final RunStory story;
    private final ProgressView view;
    private final Instant begun;
    private @Nullable Duration untilFirstAnswer;

    /** @param begun when the user called */
    RunWatch(LocalRetort retort, RunStory story, ProgressView view, Instant begun) {
        this.retort = retort;
        this.story = story;
        this.view = view;
        this.begun = begun;
    }

    /**
     * Returns once every checkpoint is scored and the gateway answers with the champion.
     *
     * @throws CommandFailure if the run fails, or no student of anybody is promoted
     */
    void follow() throws InterruptedException {
        try (EventFollower log = new EventFollower(retort.running().kafka())) {
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

    private void poll(EventFollower log) {
        log.poll(POLL).forEach(story::on);
        view.show(story.rows());
        Optional<RunFailed> failure = story.failure();
        if (failure.isPresent()) {
            throw CommandFailure.failed("the run failed in %s (%s): %s%nIts log: %s"
                    .formatted(
                            failure.get().service(),
                            failure.get().code(),
                            failure.get().reason(),
                            retort.folder().logs().resolve(failure.get().service() + ".log")));
        }
        retort.revive();
    }

    private void awaitPromotion(EventFollower log) {
        Instant deadline = Instant.now().plus(PATIENCE_FOR_PROMOTION);
        while (!story.isDecided() && Instant.now().isBefore(deadline)) {
            poll(log);
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
                        .formatted(
                                champion.modelVersion().abbreviated(),
                                retort.folder().logs().resolve(Service.GATEWAY.module() + ".log")));
            }
            Thread.sleep(POLL);
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
        Samples.Sample sample = Samples.write(
                        retort.bucket(), dataset.get(), 1, retort.folder().samples())
                .getFirst();
        try {
            Prediction prediction = new Gateway(retort.running().address(Service.GATEWAY)).predict(sample.file());
            return Optional.of(prediction).filter(given -> given.modelVersion().equals(version.hex()));
        } catch (CommandFailure e) {
            return Optional.empty();
        }
    }
}
