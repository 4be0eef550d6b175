package dev.retort.cli.run;

import static dev.retort.cli.run.RunEvents.NOON;
import static dev.retort.cli.run.RunEvents.RUN;
import static dev.retort.cli.run.RunEvents.digest;
import static dev.retort.cli.run.RunEvents.experiment;
import static dev.retort.cli.run.RunEvents.opened;
import static dev.retort.cli.run.RunEvents.promoted;
import static dev.retort.cli.run.RunEvents.published;
import static dev.retort.cli.run.RunEvents.scored;
import static dev.retort.cli.run.RunEvents.teacherAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.experiment.PromotionPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is scored, decided and promoted of a run. */
class RunOutcomeTest {
    private final RunStory story = new RunStory(RUN, experiment());

    @Test
    void knowsHowManyCheckpointsAreToComeOnceTheLogIsOpen() {
        story.on(teacherAt(100, 10));
        story.on(published("teacher", "t"));
        assertThat(row("checkpoints scored").isMeasured()).isFalse();
        assertThat(row("checkpoints scored").detail()).isEqualTo("0 so far");

        story.on(opened());
        story.on(scored("teacher", "t"));

        assertThat(row("checkpoints scored").detail())
                .as("one of the teacher, three of each arm: after steps 4, 8 and 10")
                .isEqualTo("1 of 7");
        assertThat(row("checkpoints scored").share()).isEqualTo(1.0 / 7);
    }

    @Test
    void isScoredOnceTheLastCheckpointOfEachArmIs() {
        story.on(new TeacherTrained(RUN, digest("images"), digest("teacher"), "resnet20", NOON));
        story.on(new StudentTrained(RUN, "distilled", 10, digest("d"), NOON));
        story.on(new StudentTrained(RUN, "alone", 10, digest("a"), NOON));
        story.on(published("distilled", "d"));
        story.on(scored("distilled", "d"));
        assertThat(story.isTrained()).isTrue();
        assertThat(story.isScored()).isFalse();

        story.on(scored("alone", "a"));

        assertThat(story.isScored()).isTrue();
        assertThat(story.dataset()).contains(digest("images"));
        assertThat(row("checkpoints scored").state()).isEqualTo(PhaseRow.State.DONE);
    }

    @Test
    void doesNotWaitForACheckpointThatIsSkipped() {
        story.on(published("distilled", "early"));
        for (String arm : List.of("distilled", "alone")) {
            story.on(new StudentTrained(RUN, arm, 10, digest(arm), NOON));
            story.on(scored(arm, arm));
        }
        assertThat(story.isScored()).isFalse();

        story.on(new CheckpointSkipped(RUN, "distilled", 5, digest("early"), "newer ones wait", NOON));

        assertThat(story.isScored()).isTrue();
        assertThat(row("checkpoints scored").detail()).contains("2 of 3", "1 skipped: newer ones wait");
    }

    @Test
    void isDecidedOnceThePolicyHasSpokenOnEveryVersion() {
        for (String arm : List.of("distilled", "alone")) {
            story.on(new StudentTrained(RUN, arm, 10, digest(arm), NOON));
            story.on(scored(arm, arm));
        }
        story.on(decided("distilled"));
        assertThat(story.isDecided()).isFalse();

        story.on(decided("alone"));

        assertThat(story.isDecided()).isTrue();
    }

    private static PromotionDecided decided(String checkpoint) {
        Contender candidate = Contender.of(scored("distilled", checkpoint));
        DecisionInputs inputs = new DecisionInputs(2, new PromotionPolicy(0, 0), candidate, null, false, true, null, 1);
        return new PromotionDecided(
                "champion",
                candidate.modelVersion(),
                null,
                PromotionDecided.Verdict.REJECTED,
                List.of("a test"),
                PromotionDecided.POLICY,
                NOON,
                inputs,
                null,
                "test",
                NOON);
    }

    @Test
    void tellsItsOwnChampionFromThatOfAnotherRun() {
        story.on(promoted("elsewhere", 5));
        assertThat(story.champion()).isPresent();
        assertThat(story.ownChampion()).isEmpty();

        story.on(scored("distilled", "d"));
        story.on(promoted("d", 9));
        story.on(promoted("elsewhere", 7));

        assertThat(story.ownChampion()).isPresent();
        assertThat(row("champion").detail()).isEqualTo("distilled, step 10, held-out 80.0 %");
    }

    private PhaseRow row(String name) {
        return story.rows().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
