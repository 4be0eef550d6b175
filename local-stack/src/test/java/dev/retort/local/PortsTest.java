package dev.retort.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
    /** A broker takes one for its clients and one for its controller, before it listens on either. */
    @Test
    void givesEachPortOnce() {
        assertThat(IntStream.range(0, 500).map(_ -> Ports.free()).toArray()).doesNotHaveDuplicates();
    }

    /** From 32768 on, Linux gives ports to connections that begin here. */
    @Test
    void givesNoneThatAnOutgoingConnectionMayTake() {
        assertThat(IntStream.range(0, 500).map(_ -> Ports.free()).boxed())
                .allMatch(port -> port >= 20_000 && port < 32_000);
    }

    @Test
    void passesOverOneThatSomebodyListensOn() throws IOException {
        try (ServerSocket taken = listening()) {
            assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
            assertThat(IntStream.range(0, 20).map(_ -> Ports.free())).doesNotContain(taken.getLocalPort());
        }
    }

    /** On one of those that come next. */
    private static ServerSocket listening() throws IOException {
        while (true) {
            try {
                return new ServerSocket(Ports.free() + 10, 1, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                // Another process has it.
            }
        }
    }
}
