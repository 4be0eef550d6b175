package dev.retort.teacher.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StopRun;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.kit.run.Runs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a replica knows that has only read the log, whoever leads. */
class OpenSetsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String EXPERIMENT = """
            name: goes-on
            dataset: {source: drawn}
            teacher: {network: resnet8, epochs: 1}
            student: {network: resnet8, epochs: 1}
            """;

    private final Runs runs = new Runs();
    private final OpenSets sets = new OpenSets(runs);

    private void read(Event event) {
        runs.on(event);
        sets.on(event);
    }

    private static ContinuousSet set(String name) {
        Digest digest = Digest.of(name.getBytes(StandardCharsets.UTF_8));
        return new ContinuousSet(digest, digest, digest, Augmentation.NONE, 1, 1, 2, 2, 3, 4, 1, 0.25);
    }

    private void trained(String run, String more) {
        read(new StartRun(run, EXPERIMENT + more, "test", NOW));
        read(new StudentTrained(run, "distilled", 1, set("x").id(), NOW));
    }

    @Test
    void takesSamplesForTheNewestRunThatGoesOnLearningOnceItsSetIsOpen() {
        assertThat(sets.find()).isEmpty();
        trained("first", "continuous: {batchSize: 4}\n");
        assertThat(sets.find()).as("its shape is not known").isEmpty();
        read(new ContinuousSetOpened("first", set("first"), NOW));
        assertThat(sets.find()).contains(set("first"));

        trained("ends", "");
        assertThat(sets.find()).as("it takes none").contains(set("first"));
        read(new StartRun("second", EXPERIMENT + "continuous: {batchSize: 4}\nseed: 2\n", "test", NOW));
        assertThat(sets.find()).as("its students are not trained").contains(set("first"));
        trained("second", "continuous: {batchSize: 4}\nseed: 2\n");
        read(new ContinuousSetOpened("second", set("second"), NOW));
        assertThat(sets.find()).contains(set("second"));
    }

    @Test
    void takesNoneForARunThatIsStopped() {
        trained("first", "continuous: {batchSize: 4}\n");
        read(new ContinuousSetOpened("first", set("first"), NOW));

        read(new StopRun("first", "enough", "test", NOW));

        assertThat(sets.find()).isEmpty();
    }
}
