package dev.retort.eval.domain;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.evaluation;
import static dev.retort.eval.Evaluations.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingsTest {
    private final Standings standings = new Standings();

    private static ModelPromoted promoted(String name, int second) {
        return new ModelPromoted(
                "champion", version(name), null, "run", "distilled", "better", START.plusSeconds(second));
    }

    @Test
    void countsACheckpointOnceHoweverOftenTheLogSaysIt() {
        EvaluationCompleted first = evaluation("run", "a", 0.5, 1);
        standings.on(first);
        standings.on(evaluation("run", "a", 0.6, 2));

        assertThat(standings.all()).containsExactly(first);
    }

    @Test
    void keepsTheNewestChampionWhateverTheOrderInWhichRecordsArrive() {
        standings.on(promoted("b", 2));
        standings.on(promoted("a", 1));

        assertThat(standings.champion("champion")).map(Champion::modelVersion).contains(version("b"));
    }

    @Test
    void takesEverythingForUndecidedWhereThereIsNoChampion() {
        standings.on(evaluation("run", "a", 0.5, 1));
        standings.on(evaluation("run", "b", 0.5, 2));

        assertThat(standings.undecided()).hasSize(2);
    }

    @Test
    void takesWhatWasEvaluatedBeforeTheChampionsRecordForDecided() {
        EvaluationCompleted later = evaluation("run", "c", 0.5, 5);
        standings.on(evaluation("run", "a", 0.5, 1));
        standings.on(evaluation("run", "b", 0.9, 2));
        standings.on(later);
        // b was promoted at 3, and rolled back at 4: it must not come back by itself.
        standings.on(new ModelRolledBack("champion", version("a"), version("b"), "worse", START.plusSeconds(4)));

        assertThat(standings.undecided()).containsExactly(later);
    }

    @Test
    void tellsOfAVersionAlsoHowItLostItsPlace() {
        PromotionDecided away = new PromotionDecided(
                "champion",
                version("a"),
                version("b"),
                Verdict.ROLLED_BACK,
                List.of("it is slow"),
                "anna",
                START,
                null,
                null,
                "test",
                START);
        standings.on(away);

        assertThat(standings.decisionsOn(version("b"))).containsExactly(away);
        assertThat(standings.decisionsOn(version("a"))).containsExactly(away);
        assertThat(standings.decisionsOn(version("c"))).isEmpty();
    }
}
