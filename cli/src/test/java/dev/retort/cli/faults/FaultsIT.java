package dev.retort.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.cli.ExitCode;
import dev.retort.cli.stack.Service;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.event.TransferSetCompleted;
import dev.retort.local.LocalStore;
import dev.retort.local.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
    /** Decides the moments of the kills; another one finds other moments. */
    private static final long SEED = Long.getLong("retort.faults.seed", 1);

    /** Such as a client's for a place in its buffer, and shorter than the patience with which we try again. */
    private static final Duration LONGER_THAN_MOST_TIMEOUTS = Parts.FOR_A_PLACE_IN_THE_BUFFER.plusSeconds(2);

    private static final Duration LONGER_THAN_A_REQUEST = Parts.FOR_A_REQUEST.plusSeconds(2);

    @TempDir
    static Path temporary;

    private Path experiment;
    private Outcome undisturbed;
    private RunningUp.Ended replayed;

    @BeforeAll
    void runUndisturbed() throws Exception {
        experiment = Files.writeString(temporary.resolve("small-run.yaml"), SmallRun.YAML);
        Path data = temporary.resolve("undisturbed");
        try (RunningUp up = up(data, 0);
                RunLog log = up.log()) {
            up.awaitServing();
            undisturbed = outcome(log, data);
            replayed = up.command(
                    "replay",
                    log.all(ModelPromoted.class).getLast().modelVersion().hex());
        }
        assertThat(undisturbed.finalStates()).containsOnlyKeys("teacher", SmallRun.ARM, SmallRun.OTHER_ARM);
        assertThat(undisturbed.checkpoints())
                .hasSize(SmallRun.CHECKPOINTS_OF_TEACHER + 2 * SmallRun.CHECKPOINTS_OF_ARM)
                .doesNotHaveDuplicates();
        assertThat(undisturbed.batches())
                .hasSize(SmallRun.BATCHES)
                .allSatisfy((sequence, count) -> assertThat(count).isEqualTo(1));
        undisturbed.assertLike(undisturbed);
    }

    @Test
    void trainsTheChampionAgainToTheSameBits() {
        assertThat(replayed.exitCode()).as(replayed.output()).isEqualTo(ExitCode.OK);
        assertThat(replayed.output()).contains("Training distilled of").contains("The bits agree");
    }

    @Test
    void comesToTheSameBitsWhateverIsKilledAndWhenever() throws Exception {
        Random random = new Random(SEED);
        Path data = temporary.resolve("killed");
        int port = Ports.free();
        try (RunningUp up = up(data, port)) {
            try (RunLog log = up.log()) {
                awaitCheckpoint(log, "teacher", 1 + random.nextInt(SmallRun.CHECKPOINTS_OF_TEACHER - 2));
                up.killSoon(Service.TEACHER, random);
                up.killSoon(Service.GATEWAY, random);
                log.awaitBatches(1 + random.nextInt(SmallRun.BATCHES / 2));
                up.killSoon(Service.TEACHER, random);
                log.await(EvaluationCompleted.class, scored -> scored.role() == Role.TEACHER);
                up.killSoon(Service.EVALUATION, random);
                awaitCheckpoint(log, SmallRun.ARM, 1 + random.nextInt(SmallRun.CHECKPOINTS_OF_ARM - 6));
                up.killSoon(Service.TRAINER, random);
                awaitCheckpoint(log, SmallRun.ARM, SmallRun.CHECKPOINTS_OF_ARM - 4 + random.nextInt(3));
            }
            List<ProcessHandle> orphans = up.killItself();
            try (RunningUp again = up(data, port);
                    RunLog log = again.log()) {
                awaitCheckpoint(log, SmallRun.OTHER_ARM, 1 + random.nextInt(SmallRun.CHECKPOINTS_OF_ARM - 4));
                again.killSoon(Service.TRAINER, random);
                log.await(ModelPromoted.class, promoted -> true);
                again.killSoon(Service.EVALUATION, random);
                log.await(StudentTrained.class, trained -> trained.arm().equals(SmallRun.OTHER_ARM));
                again.killSoon(Service.GATEWAY, random);
                again.awaitServing();

                Outcome outcome = outcome(log, data);
                outcome.assertLike(undisturbed);
                assertThat(outcome.failures()).isEmpty();
                assertThat(log.all(TransferSetCompleted.class)).isNotEmpty();
            }
            assertThat(orphans).as("services of the killed ./retort up").noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void goesOnWhenBrokerAndStoreAreBackAsIfTheyHadNeverBeenAway() throws Exception {
        try (Parts parts = new Parts(temporary.resolve("outages"))) {
            parts.awaitWaiting();
            parts.startBroker();
            parts.startStore();
            parts.awaitReady();
            parts.submit(SmallRun.YAML);
            try (RunLog log = parts.log()) {
                log.awaitBatches(SmallRun.BATCHES / 8);
                parts.stopBroker();
                parts.assertAllLiveFor(LONGER_THAN_MOST_TIMEOUTS);
                parts.startBroker();
                parts.awaitReady();

                awaitCheckpoint(log, SmallRun.OTHER_ARM, 2);
                parts.stopBroker();
                parts.stopStore();
                parts.assertUnready("object store");
                parts.assertAllLiveFor(LONGER_THAN_A_REQUEST);
                parts.startStore();
                parts.startBroker();
                parts.awaitReady();

                log.await(StudentTrained.class, trained -> trained.arm().equals(SmallRun.OTHER_ARM));
                log.awaitScores(undisturbed.checkpoints().size());
                Outcome outcome = Outcome.of(log, parts.bucket());
                outcome.assertLike(undisturbed);
                assertThat(outcome.failures()).isEmpty();
                parts.awaitServing();
            }
        }
    }

    @Test
    void saysThatTheDiskIsFullAndGoesOnOnceThereIsRoom() throws Exception {
        Path disk = Files.createDirectories(temporary.resolve("disk"));
        try (SmallDisk small = SmallDisk.mount(disk)) {
            Path data = disk.resolve("data");
            try (RunningUp up = up(data, 0)) {
                try (RunLog log = up.log()) {
                    awaitCheckpoint(log, "teacher", 2);
                }
                small.fill();

                assertThat(up.awaitEnd()).as(up.output()).isEqualTo(3);
                assertThat(up.output())
                        .contains(data.toString())
                        .contains("full")
                        .contains("call ./retort up again");
            }
            small.makeRoom();
            try (RunningUp up = up(data, 0);
                    RunLog log = up.log()) {
                up.awaitServing();

                outcome(log, data).assertLike(undisturbed);
            }
        }
    }

    private static void awaitCheckpoint(RunLog log, String arm, int number) {
        log.await(
                CheckpointPublished.class,
                checkpoint ->
                        checkpoint.arm().equals(arm) && checkpoint.step() >= (long) number * SmallRun.CHECKPOINT_EVERY);
    }

    private RunningUp up(Path data, int port) throws IOException {
        return RunningUp.start(experiment, data, port, Files.createTempFile(temporary, "up", ".log"));
    }

    private static Outcome outcome(RunLog log, Path data) throws Exception {
        return Outcome.of(log, data.resolve("store").resolve(LocalStore.BUCKET));
    }
}
