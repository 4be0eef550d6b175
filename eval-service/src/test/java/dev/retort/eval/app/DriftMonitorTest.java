package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.DriftDetected;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The champion answered 50 of its 100 held-out images with each of two classes, all of them with 1 / (1 + e^(−1/1.2)) = 0.697. */
class DriftMonitorTest {
    private static final ContinuousSetOpened OPENED =
            new ContinuousSetOpened("run-1", ContinuousSets.set("set", 2), START);

    /** An image counts once: each answer is to another one. */
    private static final AtomicInteger IMAGES = new AtomicInteger();

    private final Standings standings = new Standings();
    private final Queue<Event> published = new ConcurrentLinkedQueue<>();
    private final Queue<ContinuousSet> followed = new ConcurrentLinkedQueue<>();
    private final LinkedBlockingQueue<List<SeenAnswer>> samples = new LinkedBlockingQueue<>();
    private final Queue<Instant> rewound = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> skipped = new ConcurrentLinkedQueue<>();
    private final AtomicInteger feeds = new AtomicInteger();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private int storeIsAway;
    private int defects;
    private final DriftMonitor monitor = new DriftMonitor(
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

    @BeforeEach
    void promoteAChampion() {
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

    @AfterEach
    void stop() {
        monitor.stop(new ShutdownEvent());
    }

    @Test
    void putsADriftOnTheLogForTheRunThatTakesSamples() {
        monitor.on(OPENED);
        monitor.caughtUp();
        samples.add(answers(40, 0, 0.99));

        await().until(() -> published.size() == 2);
        assertThat(published)
                .map(event -> ((DriftDetected) event).statistic())
                .containsExactly("stability-index", "confidence-p");
        assertThat(published).allMatch(event -> ((DriftDetected) event).run().equals("run-1"));
        assertThat(followed).containsExactly(OPENED.set());
        assertThat(gauge("retort.drift.images")).isEqualTo(40);
        assertThat(gauge("retort.drift.stability.index")).isGreaterThan(0.25);
        assertThat(gauge("retort.drift.confidence.distance")).isEqualTo(1);
        assertThat(metrics.counter("retort.drift.detected", "statistic", "stability-index")
                        .count())
                .isEqualTo(1);
    }

    /** Without the temperature of 1.2 that it is served with, the reference would be 0.731, above all of these. */
    @Test
    void comparesConfidencesAsTheyAreServed() {
        monitor.caughtUp();
        samples.add(answers(20, 0, 0.69));
        samples.add(answers(20, 1, 0.70));

        await().until(() -> gauge("retort.drift.images") == 40);
        await().until(() -> gauge("retort.drift.confidence.distance") == 0.5);
    }

    @Test
    void measuresWithoutARunThatTakesSamples() {
        monitor.caughtUp();
        samples.add(answers(40, 0, 0.99));

        await().until(() -> gauge("retort.drift.images") == 40);
        await().until(() -> metrics.counter("retort.drift.detected", "statistic", "confidence-p")
                        .count()
                == 1);
        assertThat(published).isEmpty();
    }

    /** Its own words of a former life come back over the log. */
    @Test
    void doesNotRepeatItselfAfterARestart() {
        monitor.on(OPENED);
        monitor.on(new DriftDetected("run-1", "stability-index", 1, 0.25, START.plusSeconds(3)));
        monitor.on(new DriftDetected("run-1", "confidence-p", 0, 1e-6, START.plusSeconds(1)));
        monitor.caughtUp();
        samples.add(answers(40, 0, 0.99));

        await().until(() -> !published.isEmpty());
        assertThat(published).map(event -> ((DriftDetected) event).statistic()).containsExactly("confidence-p");
    }

    @Test
    void beginsAnewWithANewChampion() {
        monitor.on(OPENED);
        monitor.caughtUp();
        samples.add(answers(40, 0, 0.99));
        await().until(() -> published.size() == 2);

        promote("second", "distilled");

        await().until(() -> gauge("retort.drift.images") == 0);
        assertThat(gauge("retort.drift.stability.index")).isNaN();
    }

    /** A student that a retraining made for what comes in now may well differ from what it says to older images. */
    @Test
    void comparesAStudentThatWentOnLearningWithItsFirstAnswers() {
        monitor.on(OPENED);
        promote("second", "cycle-0001");
        monitor.caughtUp();

        samples.add(answers("second", 40, 0, 0.99));
        await().until(() -> !skipped.isEmpty());
        samples.add(answers("second", 40, 0, 0.99));
        await().until(() -> gauge("retort.drift.images") == 40);
        assertThat(published).isEmpty();
        assertThat(rewound).containsExactly(START.plusSeconds(6));
        assertThat(skipped).containsExactly(40);

        samples.add(answers("second", 40, 1, 0.4));
        await().until(() -> published.size() == 2);
    }

    @Test
    void startsAgainWhenTheStoreIsBack() {
        storeIsAway = 2;
        monitor.on(OPENED);
        monitor.caughtUp();

        await().until(() -> feeds.get() == 3);
        samples.add(answers(40, 0, 0.99));
        await().until(() -> published.size() == 2);
    }

    /** The fault: the thread ended, and the gauges stayed as they were for good. */
    @Test
    void goesOnAfterADefect() {
        defects = 2;
        monitor.on(OPENED);
        monitor.caughtUp();

        await().until(() -> feeds.get() == 3);
        samples.add(answers(40, 0, 0.99));
        await().until(() -> published.size() == 2);
    }

    @Test
    void tellsARunThatTakesSamplesLaterOfADriftThatLasts() {
        monitor.caughtUp();
        samples.add(answers(40, 0, 0.99));
        await().until(() -> metrics.counter("retort.drift.detected", "statistic", "confidence-p")
                        .count()
                == 1);

        monitor.on(OPENED);

        await().until(() -> published.size() == 2);
        assertThat(metrics.counter("retort.drift.detected", "statistic", "confidence-p")
                        .count())
                .isEqualTo(1);
    }

    /** Of a champion whose answers to held-out images nobody knows. */
    @Test
    void showsNothingOfTheChampionBeforeWhereNothingIsWatched() {
        monitor.caughtUp();
        samples.add(answers(40, 0, 0.99));
        await().until(() -> gauge("retort.drift.images") == 40);

        standings.on(new ModelPromoted(
                PromotionEvent.CHAMPION,
                Evaluations.version("unknown"),
                Evaluations.version("champion"),
                "run-1",
                "distilled",
                "better",
                START.plusSeconds(6)));

        await().until(() -> gauge("retort.drift.images") == 0);
        assertThat(gauge("retort.drift.stability.index")).isNaN();
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    private void promote(String name, String arm) {
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
        standings.on(new ModelPromoted(
                PromotionEvent.CHAMPION,
                Evaluations.version(name),
                Evaluations.version("champion"),
                "run-1",
                arm,
                "better",
                START.plusSeconds(6)));
    }

    private static List<SeenAnswer> answers(int count, int answer, double confidence) {
        return answers("champion", count, answer, confidence);
    }

    private static List<SeenAnswer> answers(String version, int count, int answer, double confidence) {
        return new ArrayList<>(IntStream.range(0, count)
                .mapToObj(_ -> new SeenAnswer.OfStudent(
                        Evaluations.digest("image " + IMAGES.getAndIncrement()),
                        Evaluations.version(version),
                        answer,
                        confidence))
                .toList());
    }
}
