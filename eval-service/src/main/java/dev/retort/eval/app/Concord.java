package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Agreements;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationDetails;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.Role;
import dev.retort.distill.score.Predictions;
import dev.retort.distill.statistics.Agreement;
import dev.retort.eval.domain.Champion;
import dev.retort.eval.domain.HeldOutAnswers;
import dev.retort.eval.domain.HeldOutImages;
import dev.retort.eval.domain.Standings;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How often a version says what its teacher and the champion said to the same held-out images. Nothing is run for it. */
@ApplicationScoped
public class Concord {
    private static final Logger LOG = Logger.getLogger(Concord.class);

    private final Standings standings;
    private final Runs runs;
    private final HeldOutAnswers answers;

    Concord(Standings standings, Runs runs, HeldOutAnswers answers) {
        this.standings = standings;
        this.runs = runs;
        this.answers = answers;
    }

    /** @param heldOut what it said */
    Agreements of(CheckpointPublished checkpoint, Predictions heldOut) {
        RunView run = runs.find(checkpoint.run()).orElse(null);
        if (run == null) {
            return Agreements.NONE;
        }
        Optional<EvaluationCompleted> champion = standings
                .champion(PromotionEvent.CHAMPION)
                .map(Champion::modelVersion)
                .flatMap(standings::find);
        Double withChampion = champion.map(other -> share(run, heldOut, other)).orElse(null);
        return new Agreements(
                checkpoint.role() == Role.TEACHER
                        ? null
                        : teacher(run).map(other -> share(run, heldOut, other)).orElse(null),
                withChampion,
                withChampion == null ? null : champion.get().modelVersion());
    }

    /** The last checkpoint of the training that the run's teacher comes from, in whichever run that was. */
    private Optional<EvaluationCompleted> teacher(RunView run) {
        Digest version = run.teacherVersion();
        return standings.all().stream()
                .filter(evaluation -> evaluation.role() == Role.TEACHER && evaluation.last())
                .filter(evaluation -> version != null
                        && runs.find(evaluation.run())
                                .map(RunView::teacherVersion)
                                .filter(version::equals)
                                .isPresent())
                .findFirst();
    }

    private @Nullable Double share(RunView run, Predictions mine, EvaluationCompleted other) {
        EvaluationDetails details = other.details();
        HeldOutImages images = Meetings.heldOut(run);
        HeldOutImages others = runs.find(other.run()).map(Meetings::heldOut).orElse(null);
        if (details == null || images == null || !images.equals(others)) {
            return null;
        }
        try {
            return answers.find(details.predictions())
                    .map(theirs -> Agreement.share(mine.answers(), theirs.answers()))
                    .orElse(null);
        } catch (IllegalArgumentException e) {
            LOG.errorf("predictions that cannot be compared: %s", e.getMessage());
            return null;
        }
    }
}
