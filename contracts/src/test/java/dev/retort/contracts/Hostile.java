package dev.retort.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.retort.contracts.MalformedMessageException.Reason;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.SplittableRandom;

/** What a network, a disk or somebody's script does to messages. */
public final class Hostile {
    /** A parsed tree takes some tens of bytes for a byte of JSON; a length that a message merely claims takes gigabytes. */
    private static final long BYTES_A_BYTE = 100;

    private static final long ALLOWANCE = 2L << 20;

    private Hostile() {}

    /** Something that reads a message. */
    @FunctionalInterface
    public interface Reading {
        Object read() throws MalformedMessageException;
    }

    /** One to eight bits are another value. */
    public static byte[] flipped(byte[] bytes, SplittableRandom random) {
        byte[] flipped = bytes.clone();
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    /** A piece is overwritten by noise, cut out, or there twice. */
    public static byte[] spliced(byte[] bytes, SplittableRandom random) {
        int from = random.nextInt(bytes.length);
        int to = random.nextInt(from, bytes.length);
        byte[] piece = new byte[random.nextInt(0, 2 * (to - from) + 2)];
        random.nextBytes(piece);
        byte[] spliced = new byte[from + piece.length + bytes.length - to];
        System.arraycopy(bytes, 0, spliced, 0, from);
        System.arraycopy(piece, 0, spliced, from, piece.length);
        System.arraycopy(bytes, to, spliced, from + piece.length, bytes.length - to);
        return spliced;
    }

    /** Why the message was refused, or nothing if it was read; any other exception fails the test that calls this. */
    public static Optional<Reason> refusal(Reading reading) {
        try {
            assertThat(reading.read()).isNotNull();
            return Optional.empty();
        } catch (MalformedMessageException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(2100);
            return Optional.of(e.reason());
        }
    }

    /** As {@link #refusal}, and what reading allocates is in proportion to what there is to read. */
    public static Optional<Reason> boundedRefusal(long messageBytes, Reading reading) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Optional<Reason> reason = refusal(reading);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("allocated for a message of %d bytes", messageBytes)
                .isLessThan(BYTES_A_BYTE * messageBytes + ALLOWANCE);
        return reason;
    }
}
