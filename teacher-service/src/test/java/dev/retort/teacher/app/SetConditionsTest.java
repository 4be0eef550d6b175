package dev.retort.teacher.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.LabellingConditions;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SetConditionsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Digest DIGEST = Digest.of(new byte[0]);
    private static final String EXPERIMENT = """
            name: labelled
            precision: fp32
            dataset: {source: drawn}
            teacher: {network: resnet8, epochs: 1}
            transferSet: {views: 2, batchSize: 10}
            student: {network: resnet8, epochs: 1}
            """;

    private final List<Event> said = new ArrayList<>();
    private final SetConditions conditions =
            new SetConditions(new TeacherNetworks(new FixedConfig(Path.of("."), 1)), said::add);
    private RunView run;
    private TransferSet set;
    /** As this process labels. */
    private LabellingConditions here;

    @BeforeEach
    void startARun() {
        Runs runs = new Runs();
        runs.on(new StartRun("labelled-1", EXPERIMENT, "anna", NOW));
        run = runs.find("labelled-1").orElseThrow();
        set = TransferSets.of(run.experiment(), DIGEST, DIGEST, 100, 10);
        here = Objects.requireNonNull(conditions.begin(run, set, 0));
    }

    @Test
    void knowsPrecisionThreadsAndMachine() {
        assertThat(here.precision()).isEqualTo("fp32");
        assertThat(here.threads()).isOne();
        assertThat(here.machine().libtorch()).isNotBlank();
    }

    @Test
    void saysThatAPartlyWrittenSetGoesOnUnderOtherConditions() {
        open(new LabellingConditions("bf16", 7, here.machine()));

        assertThat(conditions.begin(run, set, 3)).isEqualTo(here);

        assertThat(said).singleElement().isInstanceOfSatisfying(ConditionsChanged.class, changed -> {
            assertThat(changed.run()).isEqualTo(run.run());
            assertThat(changed.transferSet()).isEqualTo(set.id());
            assertThat(changed.step()).isEqualTo(3);
            assertThat(changed.changes()).containsExactly("precision fp32, before bf16", "threads 1, before 7");
            assertThat(changed.sentence()).contains("labelling", "behind batch 3", "threads 1, before 7");
        });
    }

    @Test
    void goesByWhatTheLogSaidLast() {
        open(new LabellingConditions("bf16", 7, here.machine()));
        open(here);

        conditions.begin(run, set, 3);

        assertThat(said).isEmpty();
    }

    @Test
    void saysNothingWhereNoBitHangsOnIt() {
        open(new LabellingConditions("bf16", 7, here.machine()));

        assertThat(conditions.begin(run, set, 0)).as("nothing is written").isEqualTo(here);
        assertThat(conditions.begin(run, set, set.batches()))
                .as("nothing is lacking")
                .isEqualTo(new LabellingConditions("bf16", 7, here.machine()));
        conditions.help(run, set, set.batches());

        assertThat(said).isEmpty();
    }

    @Test
    void doesNotGuessTheConditionsOfAnOldLog() {
        open(null);

        conditions.begin(run, set, 3);

        assertThat(said).isEmpty();
    }

    @Test
    void saysThatAReplicaHelpsUnderOtherConditions() {
        open(here);
        conditions.help(run, set, 0);
        assertThat(said).isEmpty();

        open(new LabellingConditions("fp32", 2, here.machine()));
        conditions.help(run, set, 0);

        assertThat(said)
                .singleElement()
                .isInstanceOfSatisfying(
                        ConditionsChanged.class,
                        changed -> assertThat(changed.changes()).containsExactly("threads 1, before 2"));
    }

    private void open(@Nullable LabellingConditions under) {
        conditions.on(new TransferSetOpened(run.run(), set, under, NOW));
    }
}
