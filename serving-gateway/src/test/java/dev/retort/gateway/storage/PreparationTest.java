package dev.retort.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.retort.gateway.domain.RefusedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(20)
class PreparationTest {
    private static final int GREATEST_NICENESS = 19;

    @Test
    @EnabledOnOs(OS.LINUX)
    void goesBehindItsCallerAndLeavesItsCallersTurnAlone() throws Exception {
        int before = niceness();

        int beside = Preparation.later(PreparationTest::niceness);

        assertThat(beside).isEqualTo(Math.min(GREATEST_NICENESS, before + 5));
        assertThat(niceness()).isEqualTo(before);
    }

    @Test
    void failsAsThePreparationDoes() {
        assertThatExceptionOfType(RefusedModelException.class)
                .isThrownBy(() -> Preparation.later(() -> {
                    throw new RefusedModelException("damaged");
                }))
                .withMessage("damaged");
        assertThatIOException()
                .isThrownBy(() -> Preparation.later(() -> {
                    throw new IOException("away");
                }));
        assertThatIllegalStateException()
                .isThrownBy(() -> Preparation.later(() -> {
                    throw new IllegalStateException("no memory");
                }))
                .withMessage("no memory");
    }

    /** It may be waiting for a server; what it has opened must come back all the same. */
    @Test
    void passesAnInterruptOnAndWaitsForWhatComesOfIt() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<String> loading = new FutureTask<>(() -> {
            String opened = Preparation.later(() -> {
                begun.countDown();
                try {
                    never.await();
                    return "waited for ever";
                } catch (InterruptedException e) {
                    return "opened";
                }
            });
            return opened + ", interrupted " + Thread.currentThread().isInterrupted();
        });
        Thread follower = Thread.ofPlatform().start(loading);
        begun.await();

        follower.interrupt();

        await().until(loading::isDone);
        assertThat(loading.get()).isEqualTo("opened, interrupted true");
    }

    private static int niceness() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        // The name of a thread, in brackets, may hold blanks. Niceness is the nineteenth field, the seventeenth behind
        // it.
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
    }
}
