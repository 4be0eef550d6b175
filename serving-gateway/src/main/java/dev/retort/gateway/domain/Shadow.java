package dev.retort.gateway.domain;

import dev.retort.contracts.event.StartShadow;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.gateway.domain.TrialObserver.Shadowing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

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
    private final int capacity;
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Shadowing, Long> counts = new ConcurrentHashMap<>();
    private final Thread thread;

    private record Question(Images images, Logits champion) {}

    /** @param capacity images that may wait */
    public Shadow(StartShadow start, ServedModel model, int capacity, TrialObserver observer) {
        this.start = start;
        this.share = new Share(start.share(), "shadow " + start.modelVersion() + start.requestedAt());
        this.model = model;
        this.capacity = capacity;
        this.observer = observer;
        this.thread = Thread.ofPlatform()
                .name("shadow-" + model.version().abbreviated())
                .daemon()
                .start(this::run);
    }

    /** The champion's lease, with what it answers noted if the request is of the share. */
    public Lease beside(Lease champion, RequestId id) {
        return share.takes(id) ? Tap.on(champion, (images, logits) -> offer(new Question(images, logits))) : champion;
    }

    private void offer(Question question) {
        int images = question.images().count();
        if (waiting.addAndGet(images) > capacity) {
            waiting.addAndGet(-images);
            count(Shadowing.DROPPED, images);
        } else {
            questions.add(question);
        }
    }

    private void run() {
        try (ServedModel asked = model) {
            while (!Thread.currentThread().isInterrupted()) {
                Question question = questions.take();
                compare(question, asked);
                waiting.addAndGet(-question.images().count());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compare(Question question, ServedModel asked) {
        int images = question.images().count();
        try {
            Outcome outcome =
                    asked.ask(question.images(), Deadline.in(PATIENCE)).join();
            if (outcome instanceof Outcome.Answered answered
                    && answered.logits().areFinite()) {
                for (int image = 0; image < images; image++) {
                    boolean same = answered.logits().answer(image)
                            == question.champion().answer(image);
                    count(same ? Shadowing.AGREED : Shadowing.DISAGREED, 1);
                }
                return;
            }
        } catch (CompletionException e) {
            // A defect of the version: counted below, which is all that a shadow is for.
        }
        count(Shadowing.FAILED, images);
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
                agreed + count(Shadowing.DISAGREED), agreed, count(Shadowing.DROPPED), count(Shadowing.FAILED));
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
