package dev.retort.cli.run;

import dev.retort.cli.audit.SeedTable;
import dev.retort.cli.http.Gateway;
import dev.retort.cli.http.Prediction;
import dev.retort.cli.run.Samples.Sample;
import dev.retort.cli.terminal.Durations;
import dev.retort.contracts.Digest;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.distill.statistics.SeedStudy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;

/** What a finished run has come to, as text. */
public final class Summary {
    /** Of a run that does not end with its students. */
    public static final String GOES_ON =
            "\nIt goes on learning from new samples: ./retort samples send IMAGE…; ./retort status shows its retrainings.";

    private final RunStory story;
    private final Gateway gateway;

    public Summary(RunStory story, Gateway gateway) {
        this.story = story;
        this.gateway = gateway;
    }

    /** What the champion says to images that it never saw. */
    public String answers(List<Sample> samples) throws InterruptedException {
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        lines.add("").add("What the student says to images of the test split:");
        for (Sample sample : samples) {
            Prediction prediction = gateway.predict(sample.file());
            Prediction.Candidate best = prediction.predictions().getFirst();
            lines.add("  %-14s → %-14s %3.0f %%  in %.1f ms"
                    .formatted(sample.label(), best.label(), 100 * best.probability(), prediction.milliseconds()));
        }
        return lines.toString();
    }

    /** Accuracies of the teacher and of each arm, by their last checkpoints. */
    public String accuracies() {
        Optional<Digest> champion = story.champion().map(PromotionEvent::modelVersion);
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        lines.add("").add("                              held-out    test   parameters");
        List<EvaluationCompleted> scores = new ArrayList<>(story.finalScores());
        story.earlierChampion().ifPresent(scores::add);
        for (EvaluationCompleted score : scores) {
            boolean serves = champion.equals(Optional.of(score.modelVersion()));
            lines.add("  %-14s %-12s %6.2f %%  %6.2f %%  %8.3f M%s"
                    .formatted(
                            score.arm(),
                            network(score),
                            100 * score.heldOut().accuracy(),
                            100 * score.test().accuracy(),
                            score.parameters() / 1e6,
                            serves ? "  ← champion" + (score.last() ? "" : ", step " + score.step()) : ""));
        }
        story.earlierChampion()
                .ifPresent(score ->
                        lines.add("  No later checkpoint was shown to be better than the champion: ./retort explain"
                                + " VERSION says why."));
        String seeds = SeedTable.of(
                study(score -> score.heldOut().accuracy()),
                study(score -> score.test().accuracy()));
        return seeds.isEmpty() ? lines.toString() : lines.add(seeds).toString();
    }

    private SeedStudy study(ToDoubleFunction<EvaluationCompleted> accuracy) {
        return SeedStudy.of(story.finalScores(), accuracy);
    }

    private static String network(EvaluationCompleted score) {
        return score.precisionOrFp32() == ExportPrecision.FP32 ? score.network() : score.network() + " int8";
    }

    public String times() {
        StringJoiner phases = new StringJoiner(", ");
        for (PhaseRow row : story.rows()) {
            if (row.time().isPositive()) {
                phases.add(row.name() + " " + Durations.words(row.time()));
            }
        }
        return System.lineSeparator() + "Time: " + phases + furtherStudents();
    }

    /** The teacher is asked once, however many students there are. */
    private String furtherStudents() {
        List<Duration> students = story.studentTimes();
        if (students.size() < 2) {
            return "";
        }
        Duration all = students.stream().reduce(Duration.ZERO, Duration::plus);
        return "%nThe teacher was asked once: %s for training and labelling; each of %d students took %s more."
                .formatted(
                        Durations.words(story.teacherTime()),
                        students.size(),
                        Durations.words(all.dividedBy(students.size())));
    }

    public String places(Path anImage, Path logs, Path artefacts) {
        return """

                Gateway    %s
                Try        curl --data-binary @'%s' -H 'Content-Type: image/png' %s
                or         ./retort predict '%s'
                Logs       %s
                Artefacts  %s""".formatted(gateway.address(), anImage, gateway.endpoint(), anImage, logs, artefacts);
    }
}
