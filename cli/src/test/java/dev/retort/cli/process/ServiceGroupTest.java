package dev.retort.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@DisabledOnOs(OS.WINDOWS)
class ServiceGroupTest {
    private static final String UP = "{\"status\":\"UP\",\"checks\":[]}";
    private static final String LIVES = "exec sleep 600";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> messages = new ArrayList<>();
    private final ServiceGroup group = new ServiceGroup(messages::add, Duration.ofMillis(300), InstantSource.system());

    @TempDir
    Path logs;

    @AfterEach
    void stop() {
        group.close();
    }

    @Test
    void isReadyWhenEveryServiceIs() throws Exception {
        try (FakeService one = new FakeService("one", LIVES, 200, UP, logs);
                FakeService two = new FakeService("two", LIVES, 200, UP, logs)) {
            group.start(one.launch());
            group.start(two.launch());

            assertThatCode(() -> group.awaitReady(PATIENCE)).doesNotThrowAnyException();
        }
    }

    @Test
    void doesNotWaitForTheFirstChampion() throws Exception {
        String noChampion = "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"champion\",\"status\":\"DOWN\"}]}";
        try (FakeService gateway = new FakeService("serving-gateway", LIVES, 503, noChampion, logs)) {
            group.start(gateway.launch());

            assertThatCode(() -> group.awaitReady(PATIENCE)).doesNotThrowAnyException();
        }
    }

    @Test
    void saysWhatAServiceWaitsForWhenPatienceEnds() throws Exception {
        String down = "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"object store\",\"status\":\"DOWN\","
                + "\"data\":{\"error\":\"refused\"}},{\"name\":\"event log\",\"status\":\"UP\"}]}";
        try (FakeService trainer = new FakeService("student-trainer", LIVES, 503, down, logs)) {
            group.start(trainer.launch());

            assertThatThrownBy(() -> group.awaitReady(Duration.ofMillis(1)))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("student-trainer not ready: object store (error refused)")
                    .hasMessageNotContaining("event log");
        }
    }

    @Test
    void showsTheEndOfTheLogOfAServiceThatDiesEarly() throws Exception {
        try (FakeService teacher = new FakeService(
                "teacher-service", "echo first; echo \"$GREETING, no memory\"; exit 7", 503, "{}", logs)) {
            group.start(teacher.launch());

            assertThatThrownBy(() -> group.awaitReady(PATIENCE))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("teacher-service ended with exit code 7")
                    .hasMessageContaining("hello, no memory");
        }
    }

    @Test
    void startsAgainWhatDiesAndGivesUpWhenThatGoesOn() throws Exception {
        try (FakeService gateway = new FakeService("serving-gateway", "echo here; exit 1", 200, UP, logs)) {
            group.start(gateway.launch());

            assertThatThrownBy(() -> {
                        while (true) {
                            group.revive();
                            Thread.onSpinWait();
                        }
                    })
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("serving-gateway ended with exit code 1");
        }
        assertThat(messages).hasSize(RestartLimit.GREATEST).allMatch(message -> message.contains("starting it again"));
        assertThat(Files.readAllLines(logs.resolve("serving-gateway.log"))).hasSize(1 + RestartLimit.GREATEST);
    }

    @Test
    void startsAgainWhatIsKilledWhileOthersGetReady() throws Exception {
        Path once = logs.resolve("once");
        String killedOnce = "test -e '%1$s' && exec sleep 600; touch '%1$s'; kill -9 $$".formatted(once);
        try (FakeService trainer = new FakeService("student-trainer", killedOnce, 200, UP, logs);
                FakeService slow = new FakeService("serving-gateway", LIVES, 503, "{}", logs)) {
            group.start(trainer.launch());
            group.start(slow.launch());

            assertThatThrownBy(() -> group.awaitReady(Duration.ofSeconds(2)))
                    .hasMessageContaining("serving-gateway not ready");
        }
        assertThat(messages)
                .filteredOn(message -> message.contains("exit code 137"))
                .hasSize(1);
    }

    @Test
    void killsAServiceThatIgnoresTheWishToStop() throws Exception {
        Path pid = logs.resolve("pid");
        String stubborn = "trap '' TERM; echo $$ > '%s'; while :; do sleep 1; done".formatted(pid);
        try (FakeService service = new FakeService("stubborn", stubborn, 200, UP, logs)) {
            group.start(service.launch());
            long started = awaitPid(pid);

            group.close();

            assertThat(ProcessHandle.of(started).map(ProcessHandle::isAlive).orElse(false))
                    .isFalse();
        }
    }

    @Test
    void startsNothingOnceItIsClosed() throws Exception {
        try (FakeService late = new FakeService("late", "echo here; exec sleep 600", 200, UP, logs)) {
            group.close();
            group.start(late.launch());
            group.revive();

            assertThat(logs.resolve("late.log")).doesNotExist();
        }
    }

    private static long awaitPid(Path file) throws IOException {
        while (!Files.exists(file) || Files.readString(file).isBlank()) {
            Thread.onSpinWait();
        }
        return Long.parseLong(Files.readString(file).strip());
    }
}
