package dev.retort.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CanaryBounds;
import dev.retort.contracts.event.CanaryEnded;
import dev.retort.contracts.event.EndCanary;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.ShadowEnded;
import dev.retort.contracts.event.StartCanary;
import dev.retort.contracts.event.StartShadow;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.contracts.event.TrialStart;
import dev.retort.gateway.Configs;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.ChampionMemory;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.FakeModel;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.ModelLoader;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.domain.RequestId;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.domain.TrialReport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrialsTest {
    private static final Digest CHAMPION = FakeModel.version("champion");
    private static final Digest TRIED = FakeModel.version("tried");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final RequestId ID = new RequestId("1");
    private static final StartCanary CANARY =
            new StartCanary("champion", TRIED, 1, new CanaryBounds(0.5, 60_000, 2), "try it", "anna", NOON);
    private static final StartShadow SHADOW = new StartShadow("champion", TRIED, 1, "does it agree?", "anna", NOON);
    private static final EndCanary END = new EndCanary("champion", "seen enough", "anna", NOON.plusSeconds(1));

    private final GatewayConfig config = Configs.with("load-retry-pause", "5ms");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Store store = new Store();
    private final Reports reports = new Reports();
    private final ChampionFollower champion =
            new ChampionFollower(store, new NoMemory(), (promotion, why) -> {}, new SwapMetrics(registry), config);
    private final Trials trials = trials();
    private final Sampling sampling = new Sampling(message -> {}, Configs.sampling("0", "1"), registry);
    private final Traffic traffic = new Traffic(trials, sampling);

    private Trials trials() {
        return new Trials(champion, store, reports, new TrialMetrics(new SimpleMeterRegistry()), config);
    }

    @BeforeEach
    void promote() {
        champion.caughtUp();
        promote(CHAMPION);
    }

    @AfterEach
    void stop() {
        trials.stop();
        sampling.stop();
        champion.stop();
    }

    @Test
    void answersWithTheCanaryUntilItIsEndedByACommand() {
        trials.caughtUp();
        trials.on(CANARY);
        await().until(() -> answering().equals(TRIED));
        assertThat(trials.view())
                .singleElement()
                .satisfies(view -> assertThat(view.start()).isEqualTo(CANARY));

        trials.on(END);

        assertThat(answering()).as("at once").isEqualTo(CHAMPION);
        await().until(() -> reports.ended.size() == 1);
        assertThat(reports.ended.getFirst()).isInstanceOfSatisfying(CanaryEnded.class, ended -> {
            assertThat(ended.automatic()).isFalse();
            assertThat(ended.reason()).isEqualTo("seen enough");
            assertThat(ended.requests()).isPositive();
        });
        await().until(() -> store.model(TRIED).isClosed());
        assertThat(trials.view()).isEmpty();

        trials.on(new StartCanary(
                "champion",
                TRIED,
                1,
                CANARY.bounds(),
                "once more",
                "anna",
                END.requestedAt().plusSeconds(1)));
        await().until(() -> answering().equals(TRIED));
    }

    @Test
    void endsACanaryThatIsOutOfItsBounds() {
        trials.caughtUp();
        trials.on(CANARY);
        await().until(() -> answering().equals(TRIED));
        store.model(TRIED).answering(images -> CompletableFuture.failedFuture(new IllegalStateException("a defect")));
        for (int i = 0; i < 10; i++) {
            ask();
        }

        await().until(() -> answering().equals(CHAMPION));

        await().until(() -> reports.ended.size() == 1);
        assertThat(reports.ended.getFirst().automatic()).isTrue();
        assertThat(reports.ended.getFirst().reason()).contains("it did not answer");
        assertThat(trials.view()).isEmpty();
    }

    @Test
    void comesToTheSameTrialsAfterARestart() {
        List<Event> log = List.of(CANARY, SHADOW);
        log.forEach(trials::on);
        assertThat(store.loaded).as("nothing before the log is read").doesNotContain(TRIED);
        trials.caughtUp();
        await().until(() -> trials.canary().isPresent() && trials.shadow().isPresent());
        trials.stop();

        Trials again = trials();
        log.forEach(again::on);
        again.caughtUp();

        await().until(() -> again.canary().isPresent() && again.shadow().isPresent());
        again.stop();
        Trials afterTheEnd = trials();
        afterTheEnd.on(new CanaryEnded("champion", TRIED, NOON, true, "bad", 9, 9, null, NOON));
        log.forEach(afterTheEnd::on);
        afterTheEnd.caughtUp();
        await().until(() -> afterTheEnd.shadow().isPresent());
        assertThat(afterTheEnd.canary()).isEmpty();
        afterTheEnd.stop();
    }

    @Test
    void asksTheShadowBesideTheChampion() {
        trials.caughtUp();
        trials.on(SHADOW);
        await().until(() -> trials.shadow().isPresent());

        assertThat(answering()).isEqualTo(CHAMPION);

        await().until(() -> trials.shadow().orElseThrow().figures().agreed() == 1);
    }

    @Test
    void refusesAVersionThatCannotAnswerWhatTheChampionDoes() {
        trials.caughtUp();
        store.models.put(TRIED, new FakeModel(TRIED, List.of("a", "c")));
        trials.on(SHADOW);

        await().until(() -> reports.refused.equals(List.of(TRIED)));

        await().until(() -> reports.ended.size() == 1);
        assertThat(reports.ended.getFirst())
                .isInstanceOfSatisfying(
                        ShadowEnded.class, ended -> assertThat(ended.reason()).contains("[a, c]", "[a, b]"));
        assertThat(trials.view()).isEmpty();
        assertThat(store.model(TRIED).isClosed()).isTrue();
    }

    @Test
    void refusesToTryTheChampion() {
        trials.caughtUp();
        trials.on(new StartShadow("champion", CHAMPION, 1, "why not", "anna", NOON));

        await().until(() -> reports.refused.equals(List.of(CHAMPION)));
    }

    @Test
    void endsTheCanaryThatBecameTheChampion() {
        trials.caughtUp();
        trials.on(CANARY);
        await().until(() -> trials.canary().isPresent());

        promote(TRIED);

        await().until(() -> reports.ended.size() == 1);
        assertThat(reports.ended.getFirst().reason()).isEqualTo("it became the champion");
    }

    @Test
    void endsATrialWhoseChampionAnswersOtherQuestionsNow() {
        Digest other = FakeModel.version("other");
        trials.caughtUp();
        trials.on(CANARY);
        await().until(() -> trials.canary().isPresent());
        store.models.put(other, new FakeModel(other, List.of("a", "c")));

        promote(other);

        assertThat(answering()).isEqualTo(other);
        await().until(() -> reports.ended.size() == 1);
        assertThat(reports.ended.getFirst().reason()).contains("other classes");
    }

    @Test
    void triesAgainWhenTheStoreIsAway() {
        trials.caughtUp();
        store.away = true;
        trials.on(CANARY);
        await().until(() -> store.loaded.stream().filter(TRIED::equals).count() > 2);

        store.away = false;

        await().until(() -> answering().equals(TRIED));
        assertThat(reports.ended).isEmpty();
    }

    @Test
    void leavesOtherAliasesAlone() {
        trials.caughtUp();
        trials.on(new StartShadow("challenger", TRIED, 1, "other", "anna", NOON));

        assertThat(trials.view()).isEmpty();
    }

    private void promote(Digest version) {
        champion.on(new ModelPromoted(PromotionEvent.CHAMPION, version, null, "run", "arm", "better", NOON));
        await().until(() -> {
            try (Lease lease = champion.lease().orElse(null)) {
                return lease != null && lease.model().version().equals(version);
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // who was asked is looked at, not the answer
    private Digest answering() {
        try (Lease lease = traffic.route(champion.lease().orElseThrow(), ID)) {
            lease.model().ask(Images.of(new float[12], 1), Deadline.in(Duration.ofMinutes(1)));
            return lease.model().version();
        }
    }

    private void ask() {
        answering();
    }

    private static final class NoMemory implements ChampionMemory {
        @Override
        public Optional<Digest> recall() {
            return Optional.empty();
        }

        @Override
        public void remember(Digest version) {}
    }

    private static final class Reports implements TrialReport {
        private final List<TrialEnded> ended = new CopyOnWriteArrayList<>();
        private final List<Digest> refused = new CopyOnWriteArrayList<>();

        @Override
        public void ended(TrialEnded event) {
            ended.add(event);
        }

        @Override
        public void refused(TrialStart start, RefusedModelException why) {
            refused.add(start.modelVersion());
        }
    }

    private static final class Store implements ModelLoader {
        private final Map<Digest, FakeModel> models = new ConcurrentHashMap<>();
        private final List<Digest> loaded = new CopyOnWriteArrayList<>();
        private volatile boolean away;

        @Override
        public ServedModel load(Digest version) throws IOException {
            loaded.add(version);
            if (away) {
                throw new IOException("the store is away");
            }
            return models.compute(
                    version, (name, known) -> known == null || known.isClosed() ? new FakeModel(version) : known);
        }

        FakeModel model(Digest version) {
            return Objects.requireNonNull(models.get(version));
        }
    }
}
