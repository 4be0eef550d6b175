package dev.retort.gateway.engine;

import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Logits;
import dev.retort.gateway.domain.Outcome;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A question on its way to a worker. */
final class Job {
    // Not for longer than somebody waits: a job may stand in the queue long after that, and its images hold a whole
    // body.
    private volatile @Nullable Images images;
    private final int count;
    private final Deadline deadline;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the images to be let go of
    Job(Images images, Deadline deadline) {
        this.images = images;
        this.count = images.count();
        this.deadline = deadline;
        outcome.whenComplete((answer, failure) -> this.images = null);
    }

    /** Empty once it is answered, cancelled or too late. */
    Optional<Images> images() {
        return Optional.ofNullable(images);
    }

    int count() {
        return count;
    }

    /** Completes at the deadline, wherever the job is then. */
    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** False once it is answered, cancelled or too late: computing it would be for nobody. */
    boolean isWanted(long nanosLeft) {
        return !outcome.isDone() && nanosLeft > 0;
    }

    /**
     * Until its deadline.
     *
     * @param now as of {@link System#nanoTime}
     */
    long nanosLeft(long now) {
        return deadline.nanos() - now;
    }

    /** Sees to it that who asked does not wait longer than the deadline. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is the outcome itself
    void watchDeadline() {
        long nanos = Math.max(0, deadline.remaining().toNanos());
        outcome.completeOnTimeout(new Outcome.DeadlinePassed(), nanos, TimeUnit.NANOSECONDS);
    }

    void answer(Logits logits) {
        outcome.complete(new Outcome.Answered(logits));
    }

    void expire() {
        outcome.complete(new Outcome.DeadlinePassed());
    }

    void refuse(Outcome why) {
        outcome.complete(why);
    }

    void fail(Throwable defect) {
        outcome.completeExceptionally(defect);
    }
}
