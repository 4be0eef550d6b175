package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;

import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.eval.ContinuousSets;
import dev.retort.eval.Evaluations;
import dev.retort.eval.TestConfig;
import dev.retort.eval.domain.AnswerFeed;
import dev.retort.eval.domain.SeenAnswer;
import dev.retort.eval.domain.Standings;
import dev.retort.kit.store.StoreUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A champion, what it answers to requests, and who watches that for drift. It answered 50 of its 100 held-out images with each
 * of two classes, all of them with 1 / (1 + e^(−1/1.2)) = 0.697.
 */
final class WatchedTraffic implements AutoCloseable {
    static final ContinuousSetOpened OPENED = new ContinuousSetOpened("run-1", ContinuousSets.set("set", 2), START);

    /** An image counts once: each answer is to another one. */
    private static final AtomicInteger IMAGES = new AtomicInteger();

    final Standings standings = new Standings();
    final Queue<Event> published = new ConcurrentLinkedQueue<>();
    final Queue<ContinuousSet> followed = new ConcurrentLinkedQueue<>();
    final LinkedBlockingQueue<List<SeenAnswer>> samples = new LinkedBlockingQueue<>();
    final Queue<Instant> rewound = new ConcurrentLinkedQueue<>();
    final Queue<Integer> skipped = new ConcurrentLinkedQueue<>();
    final AtomicInteger feeds = new AtomicInteger();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    /** So often, before it answers. */
    int storeIsAway;
    /** So many questions end in one, before one is answered. */
    int defects;

    final DriftMonitor monitor = new DriftMonitor(
            standings,
            predictions -> {
                if (defects-- > 0) {
                    throw new AssertionError("a defect");
                }
                if (storeIsAway-- > 0) {
                    throw new StoreUnavailableException("away");
                }
                return Optional.of(Evaluations.answers(50));
            },
            answers -> {
                feeds.incrementAndGet();
                return new Feed();
            },
            new PatientPublisher(published::add, new TestConfig()),
            new DriftGauges(metrics),
            new TestConfig());

    WatchedTraffic() {
        standings.on(Evaluations.evaluation("run-1", "champion", 0.5, 1));
        standings.on(new ModelPromoted(
                PromotionEvent.CHAMPION,
                Evaluations.version("champion"),
                null,
                "run-1",
                "distilled",
                "first",
                START.plusSeconds(2)));
    }

    private final class Feed implements AnswerFeed {
        @Override
        public void follow(ContinuousSet set) {
            followed.add(set);
        }

        @Override
        public void rewind(Instant since) {
            rewound.add(since);
        }

        @Override
        public void skipToLast(int answers) {
            skipped.add(answers);
        }

        @Override
        public List<SeenAnswer> poll(Duration patience) throws InterruptedException {
            List<SeenAnswer> next = samples.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            return next == null ? List.of() : next;
        }

        @Override
        public void close() {}
    }

    double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    /** In place of the champion, with what it answers to held-out images. */
    void promote(String name, String arm) {
        EvaluationCompleted one = Evaluations.evaluation("run-1", name, 0.5, 5);
        standings.on(new EvaluationCompleted(
                one.run(),
                one.role(),
                arm,
                one.step(),
                one.last(),
                one.checkpoint(),
                one.modelVersion(),
                one.network(),
                one.promotable(),
                one.heldOut(),
                one.test(),
                one.parameters(),
                one.multiplyAdds(),
                one.artefactBytes(),
                one.at(),
                one.details(),
                one.precision()));
        promoteUnscored(name, arm);
    }

    /** In place of the champion; what it answers to held-out images nobody knows. */
    void promoteUnscored(String name, String arm) {
        standings.on(new ModelPromoted(
                PromotionEvent.CHAMPION,
                Evaluations.version(name),
                Evaluations.version("champion"),
                "run-1",
                arm,
                "better",
                START.plusSeconds(6)));
    }

    @Override
    public void close() {
        monitor.stop(new ShutdownEvent());
    }

    static List<SeenAnswer> answers(int count, int answer, double confidence) {
        return answers("champion", count, answer, confidence);
    }

    static List<SeenAnswer> answers(String version, int count, int answer, double confidence) {
        return new ArrayList<>(IntStream.range(0, count)
                .mapToObj(_ -> new SeenAnswer.OfStudent(
                        Evaluations.digest("image " + IMAGES.getAndIncrement()),
                        Evaluations.version(version),
                        answer,
                        confidence))
                .toList());
    }
}
