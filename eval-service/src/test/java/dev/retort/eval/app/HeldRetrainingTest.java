package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.digest;
import static dev.retort.eval.Evaluations.evaluation;
import static dev.retort.eval.Evaluations.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.ResumeRetraining;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.experiment.Arm;
import dev.retort.eval.ContinuousSets;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.testing.MemoryStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A retraining that was scored, and is decided on once the log has been read: with what the log says of holding it. */
class HeldRetrainingTest {
    private static final String EXPERIMENT = """
            name: held
            dataset: {source: drawn, trainImages: 200, heldOutImages: 100}
            teacher: {network: resnet20, epochs: 1}
            student: {network: resnet8, epochs: 1}
            continuous: {batchSize: 4}
            """;

    @TempDir
    Path cache;

    private PromotionDecided decisionAfter(Event... commands) {
        try (World world = new World(new ArtefactStore(new MemoryStore(), cache))) {
            aRetrainingOfTheChampion().forEach(world::read);
            List.of(commands).forEach(world::read);
            world.start();
            await().until(() -> !world.decisions().isEmpty());
            return world.decisions().getLast();
        }
    }

    private static List<Event> aRetrainingOfTheChampion() {
        EvaluationCompleted retrained = evaluation("run", "retrained", 0.9, 3);
        return List.of(
                new StartRun("run", EXPERIMENT, "test", START),
                new TeacherTrained("run", digest("dataset"), digest("teacher"), "resnet20", START),
                evaluation("run", "student", 0.5, 1),
                new ModelPromoted(
                        PromotionEvent.CHAMPION,
                        version("student"),
                        null,
                        "run",
                        "distilled",
                        "first",
                        START.plusSeconds(1)),
                new ContinuousSetOpened("run", ContinuousSets.set("set", 2), START),
                new RetrainingStarted(
                        "run",
                        1,
                        Arm.cycle(1),
                        version("student"),
                        digest("student"),
                        digest("set"),
                        0,
                        1,
                        digest("transfer set"),
                        4,
                        12,
                        1,
                        40,
                        0.1,
                        "by hand",
                        START),
                new EvaluationCompleted(
                        "run",
                        retrained.role(),
                        Arm.cycle(1),
                        40,
                        true,
                        retrained.checkpoint(),
                        retrained.modelVersion(),
                        retrained.network(),
                        true,
                        retrained.heldOut(),
                        retrained.test(),
                        1,
                        1,
                        1,
                        retrained.at(),
                        retrained.details(),
                        null));
    }

    private static PauseRetraining pause() {
        return new PauseRetraining("champion", "holiday", "anna", START.plusSeconds(4));
    }

    @Test
    void notesWhyItIsHeld() {
        PromotionDecided decision = decisionAfter(pause());

        assertThat(decision.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(decision.reasons()).containsExactly("retraining is paused: holiday");
    }

    @Test
    void isDecidedOnItsMeritsOnceItIsResumed() {
        PromotionDecided decision =
                decisionAfter(pause(), new ResumeRetraining("champion", "back", "anna", START.plusSeconds(5)));

        assertThat(decision.reasons()).singleElement().asString().contains("old held-out images is not kept");
    }

    /** Commands and their answers are on different topics. */
    @Test
    void isNotHeldByARollBackThatWasRefused() {
        PromotionDecided decision = decisionAfter(
                new RollBack("champion", "worse", "anna", START.plusSeconds(4)),
                new PromotionDecided(
                        "champion",
                        null,
                        version("student"),
                        Verdict.REFUSED,
                        List.of("nothing was before"),
                        "anna",
                        START.plusSeconds(4),
                        null,
                        null,
                        "test",
                        START.plusSeconds(5)));

        assertThat(decision.reasons()).singleElement().asString().contains("old held-out images is not kept");
    }
}
