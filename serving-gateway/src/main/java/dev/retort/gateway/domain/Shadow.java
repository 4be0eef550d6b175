package dev.retort.gateway.domain;

import dev.retort.contracts.event.Disagreement;
import dev.retort.contracts.event.StartShadow;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.gateway.domain.TrialObserver.Shadowing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A version that is asked what the champion was asked, after the champion has answered. What it cannot keep up with is
 * dropped and counted.
 */
public final class Shadow implements Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final StartShadow start;
    private final Share share;
    private final ServedModel model;
    private final TrialObserver observer;
    private final Backlog backlog;
    private final Disagreements disagreements = new Disagreements();
    private final Map<Shadowing, Long> counts = new ConcurrentHashMap<>();
    private final Thread thread;

    /** @param backlog where images wait for it */
    public Shadow(StartShadow start, ServedModel model, Backlog backlog, TrialObserver observer) {
        this.start = start;
        this.share = new Share(start.share(), "shadow " + start.modelVersion() + start.requestedAt());
        this.model = model;
        this.backlog = backlog;
        this.observer = observer;
        this.thread = Thread.ofPlatform()
                .name("shadow-" + model.version().abbreviated())
                .daemon()
                .start(this::run);
    }

    /** The champion's lease, with what it answers noted if the request is of the share. */
    public Lease beside(Lease champion, RequestId id) {
        return share.takes(id)
                ? Tap.on(champion, (images, logits) -> offer(id, images, champion.model(), logits))
                : champion;
    }

    private void offer(RequestId id, Images images, ServedModel champion, Logits logits) {
        if (logits.areFinite() && !backlog.offer(images, kept -> compare(id, kept, champion, logits))) {
            count(Shadowing.DROPPED, images.count());
        }
    }

    private void run() {
        try (model) {
            while (!Thread.currentThread().isInterrupted()) {
                backlog.workOnNext();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compare(RequestId id, Images images, ServedModel champion, Logits said) {
        try {
            Outcome outcome = model.ask(images, Deadline.in(PATIENCE)).join();
            if (outcome instanceof Outcome.Answered answered
                    && answered.logits().areFinite()) {
                for (int image = 0; image < images.count(); image++) {
                    compare(id, image, champion, said, answered.logits());
                }
                return;
            }
        } catch (CompletionException e) {
            // A defect of the version: counted below, which is all that a shadow is for.
        }
        count(Shadowing.FAILED, images.count());
    }

    private void compare(RequestId id, int image, ServedModel champion, Logits said, Logits answered) {
        if (said.answer(image) == answered.answer(image)) {
            count(Shadowing.AGREED, 1);
            return;
        }
        Opinion one = Opinion.of(champion, said, image);
        Opinion other = Opinion.of(model, answered, image);
        disagreements.add(
                new Disagreement(id.text(), image, one.label(), one.probability(), other.label(), other.probability()));
        count(Shadowing.DISAGREED, 1);
    }

    private void count(Shadowing what, int images) {
        counts.merge(what, (long) images, Long::sum);
        observer.shadowed(what, images);
    }

    private long count(Shadowing what) {
        return counts.getOrDefault(what, 0L);
    }

    @Override
    public StartShadow start() {
        return start;
    }

    @Override
    public ServedModel model() {
        return model;
    }

    @Override
    public TrialFigures.OfShadow figures() {
        long agreed = count(Shadowing.AGREED);
        return new TrialFigures.OfShadow(
                agreed + count(Shadowing.DISAGREED),
                agreed,
                count(Shadowing.DROPPED),
                count(Shadowing.FAILED),
                disagreements.latest());
    }

    @Override
    public Optional<String> breach() {
        return Optional.empty();
    }

    @Override
    public TrialEnded ended(boolean automatic, String reason, Instant at) {
        return figures().ended(start, automatic, reason, at);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
