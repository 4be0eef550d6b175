package dev.retort.gateway.domain;

import dev.retort.contracts.event.StartCanary;
import dev.retort.contracts.event.TrialEnded;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A version that answers a share of the requests, measured. */
public final class Canary implements Trial {
    private final StartCanary start;
    private final Share share;
    private final TrialObserver observer;
    private final CanaryTally tally = new CanaryTally();
    private final ServedModel model;
    private final SharedModel shared;

    public Canary(StartCanary start, ServedModel model, TrialObserver observer) {
        this.start = start;
        this.share = new Share(start.share(), "canary " + start.modelVersion() + start.requestedAt());
        this.observer = observer;
        this.model = model;
        this.shared = new SharedModel(new AskedModel(model, this::ask));
    }

    /**
     * Empty if the request is not of its share.
     *
     * @param champion that it was meant for; one that was promoted meanwhile may take other images
     */
    public Optional<Lease> lease(RequestId id, ServedModel champion) {
        return share.takes(id) && Trial.areAlike(model, champion) ? shared.lease() : Optional.empty();
    }

    @Override
    public ServedModel model() {
        return model;
    }

    @Override
    public StartCanary start() {
        return start;
    }

    @Override
    public TrialFigures figures() {
        return tally.figures();
    }

    @Override
    public Optional<String> breach() {
        return tally.breach(start.bounds());
    }

    @Override
    public TrialEnded ended(boolean automatic, String reason, Instant at) {
        return tally.figures().ended(start, automatic, reason, at);
    }

    @Override
    public void close() {
        shared.release();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it only counts; who cancels must cancel the question itself
    private CompletableFuture<Outcome> ask(ServedModel asked, Images images, Deadline deadline) {
        long begun = System.nanoTime();
        CompletableFuture<Outcome> outcome = asked.ask(images, deadline);
        outcome.whenComplete((answer, failure) -> {
            if (!outcome.isCancelled()) {
                count(images, answer, System.nanoTime() - begun);
            }
        });
        return outcome;
    }

    /** @param outcome null for a defect */
    private void count(Images images, @Nullable Outcome outcome, long nanos) {
        switch (outcome) {
            case null -> failed();
            case Outcome.Answered answered -> {
                if (answered.logits().areFinite()) {
                    tally.answered(nanos);
                    observer.canaryAnswered(nanos);
                } else if (images.arePixels()) {
                    failed();
                }
            }
            case Outcome.QueueFull full -> failed();
            case Outcome.WaitTooLong wait -> failedUnlessQuick(wait.expected().toNanos());
            case Outcome.DeadlinePassed passed -> failedUnlessQuick(nanos);
        }
    }

    /** A client that waits less than the bound allows says nothing about the version. */
    private void failedUnlessQuick(long nanos) {
        if (nanos >= start.bounds().greatestP99Milliseconds() * TimeUnit.MILLISECONDS.toNanos(1)) {
            failed();
        }
    }

    private void failed() {
        tally.failed();
        observer.canaryFailed();
    }
}
