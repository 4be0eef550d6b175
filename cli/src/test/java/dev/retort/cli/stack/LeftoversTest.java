package dev.retort.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class LeftoversTest {
    private final List<String> messages = new ArrayList<>();

    @TempDir
    Path temporary;

    @Test
    void waitsUntilTheServicesOfAKilledUpHaveEnded() throws Exception {
        Path stackFile = DataFolder.stackFile(temporary);
        ServerSocket leftover = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        stack(leftover.getLocalPort()).write(stackFile);

        Leftovers.awaitEnd(stackFile, message -> {
            messages.add(message);
            close(leftover);
        });

        assertThat(leftover.isClosed()).isTrue();
        assertThat(messages).hasSize(1);
    }

    @Test
    void waitsForNobodyWhereNothingRan() throws Exception {
        Leftovers.awaitEnd(DataFolder.stackFile(temporary), messages::add);

        assertThat(messages).isEmpty();
    }

    private static RunningStack stack(int port) {
        return new RunningStack(
                1,
                Map.of(Service.GATEWAY.module(), URI.create("http://127.0.0.1:" + port)),
                "127.0.0.1:1",
                "http://127.0.0.1:2",
                Instant.now());
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
