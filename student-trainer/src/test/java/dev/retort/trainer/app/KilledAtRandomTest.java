package dev.retort.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that train, each killed with -9 wherever it is, until one comes to the end. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(180)
class KilledAtRandomTest {
    /** Of a teacher, and as many of a student. */
    private static final int KILLS = 10;

    /** Decides the moments; another one finds other moments. */
    private static final long SEED = Long.getLong("retort.kills.seed", 1);

    private static final int GREATEST_STEPS = 6;
    /** Some steps: what is hit is one of them, a checkpoint, or both. */
    private static final int GREATEST_DELAY_MILLIS = 10;

    private static final int KILLED_BY_9 = 128 + 9;

    @TempDir
    static Path temporary;

    @Test
    void teacherAndStudentEndInTheSameBitsAfterTwentyKills() throws Exception {
        try (ExecutorService sideBySide = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<CheckpointPublished>> teacher = sideBySide.submit(() -> killed(Role.TEACHER, SEED));
            Future<List<CheckpointPublished>> student = sideBySide.submit(() -> killed(Role.STUDENT, SEED + 1));

            assertThat(teacher.get()).isEqualTo(undisturbed(Role.TEACHER));
            assertThat(student.get()).isEqualTo(undisturbed(Role.STUDENT));
        }
    }

    /** In this process, in one go. */
    private static List<CheckpointPublished> undisturbed(Role role) throws IOException, InterruptedException {
        TrainingProcess training = new TrainingProcess(role, temporary.resolve("undisturbed-" + role));
        training.train(done -> {});
        assertThat(training.announced().getLast().last()).isTrue();
        return training.announced();
    }

    private static List<CheckpointPublished> killed(Role role, long seed) throws IOException, InterruptedException {
        TrainingProcess training = new TrainingProcess(role, temporary.resolve("killed-" + role));
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            killOnItsWay(training.start(), random);
        }
        awaitEnd(training.start());
        return training.announced();
    }

    private static void killOnItsWay(Process process, Random random) throws IOException, InterruptedException {
        try {
            awaitSteps(process, 1 + random.nextInt(GREATEST_STEPS));
            process.waitFor(random.nextInt(GREATEST_DELAY_MILLIS), TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as("exit code").isEqualTo(KILLED_BY_9);
    }

    private static void awaitEnd(Process process) throws InterruptedException {
        try {
            String said = process.inputReader(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith(TrainingProcess.STEP))
                    .collect(Collectors.joining("\n"));
            assertThat(process.waitFor()).as(said).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void awaitSteps(Process process, int steps) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        for (int done = 0; done < steps; ) {
            String line = output.readLine();
            if (line == null) {
                throw new AssertionError("it ended by itself:\n" + String.join("\n", said));
            }
            if (line.startsWith(TrainingProcess.STEP)) {
                done++;
            } else {
                said.add(line);
            }
        }
    }
}
