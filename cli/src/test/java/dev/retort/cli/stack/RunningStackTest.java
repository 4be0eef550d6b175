package dev.retort.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.cli.CommandFailure;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningStackTest {
    /** Above what Linux and macOS give. */
    private static final long NOBODY = 99_999_999;

    @TempDir
    Path temporary;

    @Test
    void isReadAsItWasWritten() {
        Path file = temporary.resolve("stack.json");
        RunningStack stack = stack(ProcessHandle.current().pid());
        stack.write(file);

        assertThat(RunningStack.read(file)).isEqualTo(stack);
        assertThat(stack.address(Service.GATEWAY)).isEqualTo(URI.create("http://127.0.0.1:8080"));
    }

    @Test
    void isNotThereWhenItsProcessIsGone() {
        Path file = temporary.resolve("stack.json");
        stack(NOBODY).write(file);

        assertThatThrownBy(() -> RunningStack.read(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("./retort up");
        assertThatThrownBy(() -> RunningStack.read(temporary.resolve("none.json")))
                .isInstanceOf(CommandFailure.class);
    }

    private static RunningStack stack(long pid) {
        return new RunningStack(
                pid,
                Map.of(Service.GATEWAY.module(), URI.create("http://127.0.0.1:8080")),
                "127.0.0.1:9092",
                "http://127.0.0.1:9000",
                Instant.parse("2026-01-01T00:00:00Z"));
    }
}
