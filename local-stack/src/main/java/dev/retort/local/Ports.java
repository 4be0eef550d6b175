package dev.retort.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** TCP ports on the loopback interface. */
public final class Ports {
    /** Below what systems give to outgoing connections (from 32768 or 49152): none of these takes a port that we chose. */
    private static final int FIRST = 20_000;

    private static final int COUNT = 12_000;
    /** Where we look next, so that two servers that have not yet started get two ports. Processes begin at different ones. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private Ports() {}

    /**
     * A port that nobody listens on just now, and that this process was not given among the last thousands.
     *
     * @throws LocalStackException if all are taken
     */
    public static int free() {
        return IntStream.range(0, COUNT)
                .map(tried -> FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT))
                .filter(Ports::isFree)
                .findFirst()
                .orElseThrow(() -> new LocalStackException(
                        "no port between %d and %d is free".formatted(FIRST, FIRST + COUNT - 1)));
    }

    /** @throws LocalStackException if somebody listens there */
    static void requireFree(int port) {
        if (!isFree(port)) {
            throw new LocalStackException("port %d is in use: stop what listens there".formatted(port));
        }
    }

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        } catch (IOException e) {
            return false;
        }
    }
}
